namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using System.TestLibraries.Utilities;

/// <summary>
/// The jobs: sending evidence with a cursor, and reading the counts of the cards.
/// </summary>
codeunit 50163 "LDF Push Tests"
{
    Subtype = Test;
    TestHttpRequestPolicy = AllowOutboundFromHandler;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        EvidencePush: Codeunit "LDF Evidence Push";
        Library: Codeunit "LDF Library";
        TestServer: Codeunit "LDF Test Server";

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure WhatIsNewIsSentOnce()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
    begin
        // [GIVEN] An error
        Initialize();
        Library.CreateAccountError(17);
        TestServer.Expect('/v1/records', 200, 'push-sync-errors.response');

        // [WHEN] The job runs twice
        Assert.IsTrue(EvidencePush.PushKind(Enum::"LDF Evidence Kind"::"Sync Error"), 'The first run');
        Assert.IsTrue(EvidencePush.PushKind(Enum::"LDF Evidence Kind"::"Sync Error"), 'The second run');

        // [THEN] One request, and the cursor is kept
        TestServer.VerifyAllCame();
        EvidenceCursor.Get(Enum::"LDF Evidence Kind"::"Sync Error");
        Assert.AreEqual(17, EvidenceCursor."Entry No.", 'The cursor');
        Assert.AreEqual(1, EvidenceCursor."Rows Sent", 'One row');
        Assert.AreNotEqual(0DT, EvidenceCursor."Last Sent At", 'When');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AFailureLeavesTheCursorWhereItWas()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        PushLog: Record "LDF Push Log";
    begin
        // [GIVEN] An error, and a server that is down
        Initialize();
        Library.CreateAccountError(17);
        TestServer.TakeDown();

        // [WHEN] The job runs
        Assert.IsFalse(EvidencePush.PushKind(Enum::"LDF Evidence Kind"::"Sync Error"), 'It fails');

        // [THEN] The cursor has not moved, and the log says why
        EvidenceCursor.Get(Enum::"LDF Evidence Kind"::"Sync Error");
        Assert.AreEqual(0, EvidenceCursor."Entry No.", 'The cursor');
        PushLog.FindLast();
        Assert.IsTrue(PushLog."Log Message".Contains('cannot be reached'), 'The log');

        // [WHEN] The server is back, [THEN] the row is sent
        TestServer.Reset();
        TestServer.Expect('/v1/records', 200, 'push-sync-errors.response');
        Assert.IsTrue(EvidencePush.PushKind(Enum::"LDF Evidence Kind"::"Sync Error"), 'It works');
        TestServer.VerifyAllCame();
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure RowsThatTheServerCannotReadAreLogged()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        PushLog: Record "LDF Push Log";
    begin
        Initialize();
        Library.CreateAccountError(17);
        TestServer.Expect('/v1/records', 200, 'push-rejected.response');

        EvidencePush.PushKind(Enum::"LDF Evidence Kind"::"Sync Error");

        EvidenceCursor.Get(Enum::"LDF Evidence Kind"::"Sync Error");
        Assert.AreEqual(1, EvidenceCursor."Rows Rejected", 'Counted');
        PushLog.FindLast();
        Assert.AreEqual(1, PushLog."Rows Rejected", 'In the log');
        Assert.IsTrue(PushLog."Log Message".StartsWith('field ''at'': missing'), 'With the cause');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure TheServerAsksToWait()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
    begin
        // [GIVEN] A server that is busy for an hour
        Initialize();
        Library.CreateAccountError(17);
        TestServer.Expect('/v1/records', 429, 'refused-key.response');
        TestServer.AskToWait(3600);

        // [WHEN] The job runs twice
        Assert.IsFalse(EvidencePush.PushKind(Enum::"LDF Evidence Kind"::"Sync Error"), 'The first run is told to wait');
        Assert.IsTrue(EvidencePush.PushKind(Enum::"LDF Evidence Kind"::"Sync Error"), 'The second run waits');

        // [THEN] One request
        Assert.AreEqual(1, TestServer.CountOfRequests(), 'One request');
        EvidenceCursor.Get(Enum::"LDF Evidence Kind"::"Sync Error");
        Assert.IsTrue(EvidenceCursor."Not Before" > CurrentDateTime() + 3000000, 'Almost an hour');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AKindThatFailsDoesNotStopTheOthers()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
    begin
        // [GIVEN] An error and a skipped coupling; the first request is refused
        Initialize();
        Library.CreateAccountError(17);
        Library.Couple(Library.LucerneId(), 18, Library.LucerneAccount());
        Library.SkipCoupling(Library.LucerneAccount(), Library.LucerneId(), '');
        TestServer.Expect('/v1/records', 403, 'refused-role.response');
        TestServer.Expect('/v1/records', 200, 'push-customer-errors.response');

        // [WHEN] All kinds are sent
        Assert.IsFalse(EvidencePush.PushAll(), 'Something failed');

        // [THEN] The other one was sent
        TestServer.VerifyAllCame();
        EvidenceCursor.Get(Enum::"LDF Evidence Kind"::"Skipped Coupling");
        Assert.AreEqual(1, EvidenceCursor."Rows Sent", 'The skipped coupling');
    end;

    [Test]
    procedure NothingIsSentWithoutTheSetup()
    var
        Setup: Record "LDF Setup";
    begin
        Initialize();
        Library.CreateAccountError(17);
        Setup.GetOrInsert();
        Setup."Send Evidence" := false;
        Setup.Modify(false);

        Assert.IsTrue(EvidencePush.PushAll(), 'Nothing to do');
        Assert.AreEqual(0, TestServer.CountOfRequests(), 'No request');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AStepSaysWhetherThereIsMore()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        EvidenceStep: Codeunit "LDF Evidence Step";
    begin
        Initialize();
        Library.CreateAccountError(17);
        TestServer.Expect('/v1/records', 200, 'push-sync-errors.response');
        EvidenceCursor.GetOrInsert(Enum::"LDF Evidence Kind"::"Sync Error");

        EvidenceStep.Run(EvidenceCursor);

        Assert.IsFalse(EvidenceStep.HasMore(), 'That was all');
        Assert.AreEqual(0, EvidenceStep.GetRetryAfterSeconds(), 'No need to wait');
    end;

    [Test]
    procedure ThereIsOneCursorForEachKind()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
    begin
        Library.Clean();

        EvidenceCursor.GetOrInsert(Enum::"LDF Evidence Kind"::"Shop Order");
        EvidenceCursor.GetOrInsert(Enum::"LDF Evidence Kind"::"Sync Error");
        EvidenceCursor.GetOrInsert(Enum::"LDF Evidence Kind"::"Shop Order");

        Assert.AreEqual(2, EvidenceCursor.Count(), 'Two');
        Assert.AreEqual(EvidenceCursor.Kind::"Shop Order", EvidenceCursor.Kind, 'The last one');
    end;

    [Test]
    procedure TheLogIsCutToItsField()
    var
        PushLog: Record "LDF Push Log";
    begin
        Library.Clean();

        PushLog.AddFailure(Enum::"LDF Evidence Kind"::"Shop Order", PadStr('', 1000, 'x'));
        PushLog.AddRejects(Enum::"LDF Evidence Kind"::"Shop Order", 3, 'A cause');

        Assert.AreEqual(2, PushLog.Count(), 'Two rows');
        Assert.AreEqual(3, PushLog."Rows Rejected", 'The last one');
    end;

    [Test]
    procedure TheLogAndTheCursorsHaveTheirPages()
    var
        PushLog: Record "LDF Push Log";
        EvidenceCursors: TestPage "LDF Evidence Cursors";
        PushLogPage: TestPage "LDF Push Log";
    begin
        Library.Clean();
        PushLog.AddFailure(Enum::"LDF Evidence Kind"::"Shop Order", 'A text');

        PushLogPage.OpenView();
        PushLogPage.First();
        Assert.AreEqual('A text', PushLogPage."Log Message".Value(), 'The row');
        PushLogPage.Close();
        EvidenceCursors.OpenView();
        EvidenceCursors.Close();
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure TheCountsAreRead()
    var
        CardCount: Record "LDF Card Count";
        CardRefresh: Codeunit "LDF Card Refresh";
    begin
        Initialize();
        TestServer.Expect('/v1/cards', 200, 'cards.response');

        CardRefresh.Refresh();

        TestServer.VerifyAllCame();
        Assert.IsTrue(CardCount.Get('dataverse-not-promoted'), 'A card');
        Assert.AreNotEqual(0DT, CardCount."Read At", 'When it was read');
    end;

    [Test]
    procedure WithoutTheSetupNoCountsAreRead()
    var
        CardCount: Record "LDF Card Count";
        CardRefresh: Codeunit "LDF Card Refresh";
    begin
        Library.Clean();

        CardRefresh.Refresh();

        Assert.IsTrue(CardCount.IsEmpty(), 'Nothing was asked');
    end;

    [Test]
    procedure ATileShowsItsCount()
    var
        CardCount: Record "LDF Card Count";
    begin
        Library.Clean();
        Assert.AreEqual(0, CardCount.CountOf('ecom-absent'), 'Not read yet');
        Assert.AreEqual('Subordinate', CardCount.StyleOf('ecom-absent'), 'Grey');

        AddCard('ecom-absent', 17, true, true);
        AddCard('orders-blocked', 3, false, false);
        AddCard('flow-failures', 0, false, true);

        Assert.AreEqual(17, CardCount.CountOf('ecom-absent'), 'The count');
        Assert.AreEqual('Unfavorable', CardCount.StyleOf('ecom-absent'), 'Above its limit');
        Assert.AreEqual('Ambiguous', CardCount.StyleOf('orders-blocked'), 'Some data is old');
        Assert.AreEqual('Favorable', CardCount.StyleOf('flow-failures'), 'All is well');
    end;

    [Test]
    procedure SignalsHaveNoPersonalData()
    var
        Telemetry: Codeunit "LDF Telemetry";
        TelemetryLogger: Codeunit "LDF Telemetry Logger";
        Dimensions: Dictionary of [Text, Text];
    begin
        // [SCENARIO] What cannot be read back can at least be sent without an error, whatever the status.
        Telemetry.LogCall('/v1/cards', 200);
        Telemetry.LogCall('/v1/cards', 500);
        Telemetry.LogPushProblem('0', 1);
        TelemetryLogger.LogMessage(
            'LDF0000', 'A test', Verbosity::Normal, DataClassification::SystemMetadata, TelemetryScope::ExtensionPublisher, Dimensions);

        Assert.AreEqual(0, Dimensions.Count(), 'Nothing was added');
    end;

    [HttpClientHandler]
    procedure AnswerRequest(Request: TestHttpRequestMessage; var Response: TestHttpResponseMessage): Boolean
    begin
        exit(TestServer.Answer(Request, Response));
    end;

    local procedure Initialize()
    begin
        Library.Clean();
        Library.Enable();
        TestServer.Reset();
    end;

    local procedure AddCard(CardId: Text[50]; Count: Integer; Firing: Boolean; Complete: Boolean)
    var
        CardCount: Record "LDF Card Count";
    begin
        CardCount."Card ID" := CardId;
        CardCount."Card Count" := Count;
        CardCount."Alert Firing" := Firing;
        CardCount.Complete := Complete;
        CardCount.Insert(false);
    end;
}
