namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using Microsoft.CRM.Contact;
using Microsoft.Integration.Dataverse;
using Microsoft.Integration.SyncEngine;
using Microsoft.Sales.Customer;
using System.TestLibraries.Utilities;

/// <summary>
/// Errors of the coupled data synchronization, and couplings that are skipped.
/// </summary>
codeunit 50161 "LDF Sync Evidence Tests"
{
    EventSubscriberInstance = Manual;
    Subtype = Test;
    TestHttpRequestPolicy = BlockOutboundRequests;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        Library: Codeunit "LDF Library";
        SkippedCouplingReader: Codeunit "LDF Skipped Coupling Reader";
        SyncErrorReader: Codeunit "LDF Sync Error Reader";

    [Test]
    procedure AnErrorAboutADataverseAccount()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        // [GIVEN] The error of the sample
        Initialize();
        Library.CreateAccountError(17);

        // [WHEN] The errors are read
        Batch.Start(Enum::"LDF Evidence Kind"::"Sync Error");
        Assert.IsFalse(SyncErrorReader.ReadNext(EvidenceCursor, Batch), 'There are no more');

        // [THEN] The request is byte for byte the sample, and the cursor stands behind the row
        VerifyRequest('push-sync-errors.request', Batch);
        Assert.AreEqual(17, EvidenceCursor."Entry No.", 'The cursor');
    end;

    [Test]
    procedure AnErrorAboutACustomerThatWasNeverCreatedThere()
    var
        Customer: Record Customer;
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
        Payload: JsonObject;
    begin
        // [GIVEN] A customer without coupling, and an error about it
        Initialize();
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        Library.CreateCustomerError(18, Customer);

        // [WHEN] The errors are read
        Batch.Start(Enum::"LDF Evidence Kind"::"Sync Error");
        SyncErrorReader.ReadNext(EvidenceCursor, Batch);

        // [THEN] It is an event about that customer, the first of the sample
        Payload := FirstPayload(Batch);
        Assert.AreEqual(SamplePayload('push-customer-errors.request', 0), Library.AsText(Payload), 'The event');
    end;

    [Test]
    procedure AnErrorAboutAContactNamesItByKeys()
    var
        Contact: Record Contact;
        EvidenceCursor: Record "LDF Evidence Cursor";
        JobErrors: Record "Integration Synch. Job Errors";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        Initialize();
        Library.CreateContact(Contact);
        JobErrors."No." := 19;
        JobErrors."Destination Record ID" := Contact.RecordId();
        JobErrors."Date/Time" := Library.At('2026-06-09T14:35:00Z');
        JobErrors.Message := 'A text';
        JobErrors.Insert(false);

        Batch.Start(Enum::"LDF Evidence Kind"::"Sync Error");
        SyncErrorReader.ReadNext(EvidenceCursor, Batch);

        Assert.IsTrue(
            Library.AsText(FirstPayload(Batch)).Contains('"customer":{"name":"Ida Fletcher","emails":["finance@treyresearch.net"'), 'Its keys');
    end;

    [Test]
    procedure AnErrorAboutSomethingElseIsPassedOver()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        JobErrors: Record "Integration Synch. Job Errors";
        Setup: Record "LDF Setup";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        // [GIVEN] An error about a record that is no customer
        Initialize();
        Setup.GetOrInsert();
        JobErrors."No." := 20;
        JobErrors."Source Record ID" := Setup.RecordId();
        JobErrors.Message := 'A text';
        JobErrors.Insert(false);

        // [WHEN] The errors are read, [THEN] nothing is sent, and the cursor is behind it
        Batch.Start(Enum::"LDF Evidence Kind"::"Sync Error");
        SyncErrorReader.ReadNext(EvidenceCursor, Batch);
        Assert.AreEqual(0, Batch.Count(), 'Nothing');
        Assert.AreEqual(20, EvidenceCursor."Entry No.", 'The cursor');
    end;

    [Test]
    procedure AnErrorAboutACustomerThatIsGone()
    var
        Customer: Record Customer;
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        Initialize();
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        Library.CreateCustomerError(21, Customer);
        Customer.Delete(false);

        Batch.Start(Enum::"LDF Evidence Kind"::"Sync Error");
        SyncErrorReader.ReadNext(EvidenceCursor, Batch);

        Assert.AreEqual(0, Batch.Count(), 'Nobody to name');
    end;

    [Test]
    procedure AnErrorAboutACustomerThatIsBlockedForPrivacy()
    var
        Customer: Record Customer;
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        Initialize();
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        Customer."Privacy Blocked" := true;
        Customer.Modify(false);
        Library.CreateCustomerError(22, Customer);

        Batch.Start(Enum::"LDF Evidence Kind"::"Sync Error");
        SyncErrorReader.ReadNext(EvidenceCursor, Batch);

        Assert.AreEqual(0, Batch.Count(), 'Nothing is sent');
    end;

    [Test]
    procedure ErrorsBehindTheCursorAreNotReadAgain()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        Initialize();
        Library.CreateAccountError(17);
        EvidenceCursor."Entry No." := 17;

        Batch.Start(Enum::"LDF Evidence Kind"::"Sync Error");
        SyncErrorReader.ReadNext(EvidenceCursor, Batch);

        Assert.AreEqual(0, Batch.Count(), 'Nothing new');
    end;

    [Test]
    procedure ManyErrorsAreReadInPieces()
    var
        Customer: Record Customer;
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
        Number: Integer;
    begin
        // [GIVEN] More errors than one batch takes
        Initialize();
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        for Number := 1 to Batch.MaxRows() + 1 do
            Library.CreateCustomerError(Number, Customer);

        // [WHEN] The first piece is read, [THEN] it says that there may be more
        Batch.Start(Enum::"LDF Evidence Kind"::"Sync Error");
        Assert.IsTrue(SyncErrorReader.ReadNext(EvidenceCursor, Batch), 'More');
        Assert.AreEqual(Batch.MaxRows(), Batch.Count(), 'A full batch');

        // [WHEN] It goes on, [THEN] the last one comes, and none twice
        Batch.Start(Enum::"LDF Evidence Kind"::"Sync Error");
        Assert.IsFalse(SyncErrorReader.ReadNext(EvidenceCursor, Batch), 'No more');
        Assert.AreEqual(1, Batch.Count(), 'The last one');
    end;

    [Test]
    procedure ACouplingThatIsSkipped()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
        Payload: JsonObject;
        Written: Text;
    begin
        // [GIVEN] A coupling that is skipped, with its last error
        Initialize();
        Library.Couple(Library.LucerneId(), Database::Customer, Library.LucerneAccount());
        Library.SkipCoupling(Library.LucerneAccount(), Library.LucerneId(), 'It failed twice.');

        // [WHEN] The couplings are read
        Batch.Start(Enum::"LDF Evidence Kind"::"Skipped Coupling");
        Assert.IsFalse(SkippedCouplingReader.ReadNext(EvidenceCursor, Batch), 'No more');

        // [THEN] It is an event about the account
        Payload := FirstPayload(Batch);
        Written := Library.AsText(Payload);
        Assert.IsTrue(Written.Contains('"id":"bc-ukco-skipped-7b9c1d20-0000-4000-8000-000000000003"'), 'The id');
        Assert.IsTrue(
            Written.Contains('"record":{"source":"crm","type":"account","id":"7b9c1d20-0000-4000-8000-000000000003"}'), 'The account');
        Assert.IsTrue(
            Written.Contains('"message":"The coupled record is skipped after repeated failures. It failed twice."'), 'The text');
        Assert.IsTrue(Written.Contains('"code":"COUPLING_SKIPPED"'), 'The code');
    end;

    [Test]
    procedure ACouplingThatIsSkippedWithoutAnError()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        // [SCENARIO] The error may be deleted already: its retention policy is a month.
        Initialize();
        Library.Couple(Library.LucerneId(), Database::Contact, Library.LucerneAccount());
        Library.SkipCoupling(Library.LucerneAccount(), Library.LucerneId(), '');

        Batch.Start(Enum::"LDF Evidence Kind"::"Skipped Coupling");
        SkippedCouplingReader.ReadNext(EvidenceCursor, Batch);

        Assert.IsTrue(
            Library.AsText(FirstPayload(Batch)).Contains('"message":"The coupled record is skipped after repeated failures."'), 'The text');
        Assert.IsTrue(Library.AsText(FirstPayload(Batch)).Contains('"type":"contact"'), 'Of a contact');
    end;

    [Test]
    procedure CouplingsThatWorkAreNotSent()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        Initialize();
        Library.Couple(Library.LucerneId(), Database::Customer, Library.LucerneAccount());

        Batch.Start(Enum::"LDF Evidence Kind"::"Skipped Coupling");
        SkippedCouplingReader.ReadNext(EvidenceCursor, Batch);

        Assert.AreEqual(0, Batch.Count(), 'Nothing');
    end;

    [Test]
    procedure CouplingsWithoutADataverseSourceAreNotSent()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        Setup: Record "LDF Setup";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        Initialize();
        Setup.GetOrInsert();
        Setup."Dataverse Source ID" := '';
        Setup.Modify(false);
        Library.Couple(Library.LucerneId(), Database::Customer, Library.LucerneAccount());
        Library.SkipCoupling(Library.LucerneAccount(), Library.LucerneId(), '');

        Batch.Start(Enum::"LDF Evidence Kind"::"Skipped Coupling");
        SkippedCouplingReader.ReadNext(EvidenceCursor, Batch);

        Assert.AreEqual(0, Batch.Count(), 'Nothing to refer to');
    end;

    [Test]
    procedure APassGoesOnWhereItStopped()
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
        EvidenceCursor: Record "LDF Evidence Cursor";
        TablePass: Codeunit "LDF Table Pass";
        RowRef: RecordRef;
        Number: Integer;
    begin
        // [GIVEN] Three rows
        Initialize();
        for Number := 1 to 3 do
            Library.Couple(CreateGuid(), Database::Customer, CreateGuid());

        // [WHEN] The first is read and kept
        RowRef.GetTable(CRMIntegrationRecord);
        Assert.IsTrue(TablePass.First(EvidenceCursor, RowRef, CurrentDateTime() + 1000), 'The first');
        TablePass.Keep(EvidenceCursor, RowRef);

        // [THEN] The pass goes on with the second, also after a restart
        Clear(RowRef);
        RowRef.GetTable(CRMIntegrationRecord);
        Assert.IsTrue(TablePass.First(EvidenceCursor, RowRef, CurrentDateTime() + 1000), 'The second');
        Number := 1;
        while RowRef.Next() <> 0 do
            Number += 1;
        Assert.AreEqual(2, Number, 'Two are left');
    end;

    [Test]
    procedure ThePassAfterAPassBeginsABitBeforeItsEnd()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        TablePass: Codeunit "LDF Table Pass";
    begin
        EvidenceCursor."Changed Until" := Library.At('2026-06-09T14:35:00Z');
        EvidenceCursor.Position := 'somewhere';

        TablePass.Finish(EvidenceCursor);

        Assert.AreEqual(Library.At('2026-06-09T14:30:00Z'), EvidenceCursor."Changed From", 'Five minutes');
        Assert.AreEqual('', EvidenceCursor.Position, 'From the start');
        Assert.AreEqual(0DT, EvidenceCursor."Changed Until", 'A new end');
    end;

    [Test]
    procedure APassThatWouldEndBeforeItBegins()
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
        EvidenceCursor: Record "LDF Evidence Cursor";
        TablePass: Codeunit "LDF Table Pass";
        RowRef: RecordRef;
    begin
        Initialize();
        Library.Couple(CreateGuid(), Database::Customer, CreateGuid());
        EvidenceCursor."Changed From" := CurrentDateTime();
        RowRef.GetTable(CRMIntegrationRecord);

        Assert.IsFalse(TablePass.First(EvidenceCursor, RowRef, CurrentDateTime() - 60000), 'Nothing to read yet');
    end;

    [Test]
    procedure RowsOfSeveralSourcesAreSeveralRequests()
    var
        Batch: Codeunit "LDF Evidence Batch";
        Payload: JsonObject;
        Request: JsonToken;
        Requests: JsonArray;
    begin
        // [GIVEN] Rows of two sources, mixed
        Payload.Add('id', '1');
        Batch.Start(Enum::"LDF Evidence Kind"::"Shop Order");
        Batch.Add('shop', 'error_event', Payload);
        Batch.Add('bc', 'error_event', Payload);
        Batch.Add('shop', 'error_event', Payload);
        Batch.Add('', 'error_event', Payload);

        // [THEN] Two requests; only that of Business Central names a company; what has no source is left out
        Requests := Batch.GetRequests('UKCO', 'bc');
        Assert.AreEqual(3, Batch.Count(), 'Three rows');
        Assert.AreEqual(2, Requests.Count(), 'Two requests');
        Requests.Get(0, Request);
        Assert.IsFalse(Request.AsObject().Contains('company'), 'A shop has none');
        Requests.Get(1, Request);
        Assert.IsTrue(Request.AsObject().Contains('company'), 'Business Central has one');
    end;

    [Test]
    procedure SubscribersLeaveRowsOut()
    var
        Batch: Codeunit "LDF Evidence Batch";
        SyncEvidenceTests: Codeunit "LDF Sync Evidence Tests";
        Payload: JsonObject;
    begin
        BindSubscription(SyncEvidenceTests);
        Batch.Start(Enum::"LDF Evidence Kind"::"Sync Error");

        Batch.Add('bc', 'sync_error', Payload);

        UnbindSubscription(SyncEvidenceTests);
        Assert.AreEqual(0, Batch.Count(), 'Left out');
    end;

    [EventSubscriber(ObjectType::Codeunit, Codeunit::"LDF Events", OnBeforeSendEvidence, '', false, false)]
    local procedure LeaveOut(Kind: Enum "LDF Evidence Kind"; var Payload: JsonObject; var Skip: Boolean)
    begin
        Skip := true;
    end;

    local procedure Initialize()
    begin
        Library.Clean();
        Library.Enable();
    end;

    local procedure VerifyRequest(SampleName: Text; var Batch: Codeunit "LDF Evidence Batch")
    var
        Request: JsonToken;
    begin
        Batch.GetRequests('UKCO', 'bc').Get(0, Request);
        Assert.AreEqual(Library.Sample(SampleName), Library.AsText(Request.AsObject()), SampleName);
    end;

    local procedure FirstPayload(var Batch: Codeunit "LDF Evidence Batch") Payload: JsonObject
    var
        Json: JsonToken;
        Request: JsonToken;
        Row: JsonToken;
        Rows: JsonToken;
    begin
        Batch.GetRequests('UKCO', 'bc').Get(0, Request);
        Request.AsObject().Get('payloads', Rows);
        Rows.AsArray().Get(0, Row);
        Row.AsObject().Get('json', Json);
        Payload.ReadFrom(Json.AsValue().AsText());
    end;

    local procedure SamplePayload(SampleName: Text; Number: Integer): Text
    var
        Json: JsonToken;
        Row: JsonToken;
        Rows: JsonToken;
    begin
        Library.SampleObject(SampleName).Get('payloads', Rows);
        Rows.AsArray().Get(Number, Row);
        Row.AsObject().Get('json', Json);
        exit(Json.AsValue().AsText());
    end;
}
