namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using System.TestLibraries.Utilities;

/// <summary>
/// Reads the answers that a real server gave.
/// </summary>
codeunit 50154 "LDF Answer Tests"
{
    Subtype = Test;
    TestHttpRequestPolicy = BlockOutboundRequests;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        AnswerReader: Codeunit "LDF Answer Reader";
        Library: Codeunit "LDF Library";

    [Test]
    procedure ACustomerWhoHasLanded()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        AnswerReader.ReadCheck(Library.SampleObject('check-customer.response'), TempCheckResult);

        Assert.IsTrue(TempCheckResult.IsPromoted(), 'Has landed');
        Assert.AreEqual('In UK Trade Ltd as C00010 (same email and tax ID).', TempCheckResult.Explanation, 'The explanation');
        Assert.AreEqual('UKCO: present (C00010)', TempCheckResult.Entities, 'The entity and the account');
        Assert.AreEqual('Landed where it is expected.', TempCheckResult.Reasons, 'The reason');
        Assert.AreEqual('', TempCheckResult."Next Action", 'Nothing to do');
        Assert.AreEqual('Favorable', TempCheckResult.GetStyle(), 'Green');
    end;

    [Test]
    procedure TheLinkLeadsToTheLedger()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        AnswerReader.ReadCheck(Library.SampleObject('check-customer.response'), TempCheckResult);

        Assert.IsTrue(TempCheckResult."Link URL".StartsWith('https://businesscentral.dynamics.com/contoso/production/'), 'The link');
    end;

    [Test]
    procedure ALinkThatIsNotHttpsIsLeftOut()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
        Answer: JsonObject;
    begin
        // [SCENARIO] What people click on comes from a server that could be wrong.
        Answer.ReadFrom('{"entities":[{"entity":"UKCO","outcome":"PRESENT","customers":[{"account":"1","url":"javascript:alert(1)"}]}]}');

        AnswerReader.ReadCheck(Answer, TempCheckResult);

        Assert.AreEqual('', TempCheckResult."Link URL", 'No link');
    end;

    [Test]
    procedure CounterpartsAreNamed()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        AnswerReader.ReadCheck(Library.SampleObject('check-customer.response'), TempCheckResult);

        Assert.AreEqual(
            'crm/account/7b9c1d20-0000-4000-8000-000000000001: ' + Format(Enum::"LDF Verdict"::Promoted), TempCheckResult.Counterparts,
            'The account');
    end;

    [Test]
    procedure ACustomerWhoIsMissing()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        AnswerReader.ReadCheck(Library.SampleObject('check-customer-missing.response'), TempCheckResult);

        Assert.IsFalse(TempCheckResult.IsPromoted(), 'Has not landed');
        Assert.AreEqual(TempCheckResult.Verdict::"Not Promoted", TempCheckResult.Verdict, 'The verdict');
        Assert.AreEqual('UKCO: missing', TempCheckResult.Entities, 'Missing there');
        Assert.AreEqual('Create the customer in the expected entity.', TempCheckResult."Next Action", 'What to do');
        Assert.AreEqual('', TempCheckResult."Link URL", 'Nothing to open');
        Assert.AreEqual('Unfavorable', TempCheckResult.GetStyle(), 'Red');
    end;

    [Test]
    procedure AContactWhoseCustomerIsBlocked()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        AnswerReader.ReadCheck(Library.SampleObject('check-contact.response'), TempCheckResult);

        Assert.IsTrue(TempCheckResult.IsPromoted(), 'A blocked customer has landed');
        Assert.AreEqual('The customer is blocked in UK Trade Ltd.', TempCheckResult.Reasons, 'But people must know');
        Assert.AreEqual('Release the customer if it should be invoiced.', TempCheckResult."Next Action", 'What to do');
    end;

    [Test]
    procedure ThePointInTime()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        AnswerReader.ReadCheck(Library.SampleObject('check-customer.response'), TempCheckResult);

        Assert.AreEqual(Library.At('2026-06-10T12:00:00Z'), TempCheckResult."As of", 'When it was so');
        Assert.AreEqual('GBP', TempCheckResult."Blocked Currency", 'The currency');
        Assert.AreEqual(0, TempCheckResult."Blocked Amount", 'Nothing is blocked');
    end;

    [Test]
    procedure ABatchHasOneAnswerForEachCheck()
    var
        Answers: List of [JsonObject];
    begin
        Answers := AnswerReader.ReadBatch(Library.SampleObject('batch-check.response'));

        Assert.AreEqual(5, Answers.Count(), 'Five');
        Assert.IsTrue(Answers.Get(1).Contains('check'), 'An answer');
        Assert.IsTrue(Answers.Get(5).Contains('error'), 'An error instead of an answer');
        Assert.AreEqual('UNKNOWN_ENTITY', AnswerReader.ReadErrorReason(Answers.Get(5)), 'Why');
    end;

    [Test]
    procedure TheCheckOfTheCoupledRecordSaysWhatFailed()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        // [GIVEN] The answer about the keys says only that the customer is missing
        AnswerReader.ReadCheck(Library.CheckOfBatch(3), TempCheckResult);
        Assert.AreEqual('No customer with any of these keys exists where it is expected.', TempCheckResult.Reasons, 'By keys');

        // [WHEN] The answer about the coupled account is added
        AnswerReader.AddReasons(Library.CheckOfBatch(4), TempCheckResult);

        // [THEN] It says that the synchronization skipped it
        Assert.IsTrue(TempCheckResult.Reasons.Contains('is skipped after repeated failures'), 'By record');
        Assert.IsTrue(TempCheckResult."Next Action".Contains('Couple the record in Business Central'), 'What to do');
        Assert.AreEqual(TempCheckResult.Verdict::"Not Promoted", TempCheckResult.Verdict, 'The verdict stays');
    end;

    [Test]
    procedure AReasonIsNotRepeated()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        AnswerReader.ReadCheck(Library.CheckOfBatch(1), TempCheckResult);

        AnswerReader.AddReasons(Library.CheckOfBatch(2), TempCheckResult);

        Assert.AreEqual('Landed where it is expected.', TempCheckResult.Reasons, 'Once');
    end;

    [Test]
    procedure EveryWordIsAVerdict()
    begin
        Assert.AreEqual(Enum::"LDF Verdict"::Promoted, AnswerReader.ReadVerdict('PROMOTED'), 'PROMOTED');
        Assert.AreEqual(Enum::"LDF Verdict"::"Not Promoted", AnswerReader.ReadVerdict('NOT_PROMOTED'), 'NOT_PROMOTED');
        Assert.AreEqual(Enum::"LDF Verdict"::"Awaiting Sync", AnswerReader.ReadVerdict('AWAITING_SYNC'), 'AWAITING_SYNC');
        Assert.AreEqual(Enum::"LDF Verdict"::"Out of Scope", AnswerReader.ReadVerdict('OUT_OF_SCOPE'), 'OUT_OF_SCOPE');
        Assert.AreEqual(Enum::"LDF Verdict"::Unknown, AnswerReader.ReadVerdict('UNKNOWN'), 'UNKNOWN');
        Assert.AreEqual(Enum::"LDF Verdict"::Unknown, AnswerReader.ReadVerdict('A_NEW_WORD'), 'A word of a newer server');
    end;

    [Test]
    procedure EveryVerdictHasAStyle()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        VerifyStyle(TempCheckResult, Enum::"LDF Verdict"::Promoted, 'Favorable');
        VerifyStyle(TempCheckResult, Enum::"LDF Verdict"::"Not Promoted", 'Unfavorable');
        VerifyStyle(TempCheckResult, Enum::"LDF Verdict"::"Awaiting Sync", 'Ambiguous');
        VerifyStyle(TempCheckResult, Enum::"LDF Verdict"::Unknown, 'Ambiguous');
        VerifyStyle(TempCheckResult, Enum::"LDF Verdict"::"Out of Scope", 'Subordinate');
        VerifyStyle(TempCheckResult, Enum::"LDF Verdict"::"Not Asked", 'Subordinate');
    end;

    [Test]
    procedure EveryOutcomeIsNamed()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
        Answer: JsonObject;
    begin
        Answer.ReadFrom(
            '{"entities":[{"entity":"A","outcome":"PRESENT","customers":[{"account":"1"},{"account":"2"}]},' +
            '{"entity":"B","outcome":"PRESENT_NOT_EXPECTED","customers":[{"account":"3"}]},' +
            '{"entity":"C","outcome":"MISSING"},{"entity":"D","outcome":"UNKNOWN","customers":[]}]}');

        AnswerReader.ReadCheck(Answer, TempCheckResult);

        Assert.IsTrue(TempCheckResult.Entities.Contains('A: present (1, 2)'), 'Present, twice');
        Assert.IsTrue(TempCheckResult.Entities.Contains('B: present, not expected (3)'), 'In another entity');
        Assert.IsTrue(TempCheckResult.Entities.Contains('C: missing'), 'Missing');
        Assert.IsTrue(TempCheckResult.Entities.Contains('D: unknown'), 'Not read');
    end;

    [Test]
    procedure AnAnswerWithoutAnythingIsUnknown()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
        Empty: JsonObject;
    begin
        // [SCENARIO] Nothing that is missing is an error.
        AnswerReader.ReadCheck(Empty, TempCheckResult);

        Assert.AreEqual(TempCheckResult.Verdict::Unknown, TempCheckResult.Verdict, 'Unknown');
        Assert.AreEqual('', TempCheckResult.Entities, 'No entities');
        Assert.AreEqual(0DT, TempCheckResult."As of", 'No time');
    end;

    [Test]
    procedure MembersOfAnotherTypeAreLeftOut()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
        Answer: JsonObject;
    begin
        Answer.ReadFrom('{"verdict":null,"explanation":{},"entities":"none","reasons":7,"blockedValue":[],"counterparts":{}}');

        AnswerReader.ReadCheck(Answer, TempCheckResult);

        Assert.AreEqual(TempCheckResult.Verdict::Unknown, TempCheckResult.Verdict, 'Unknown');
        Assert.AreEqual('', TempCheckResult.Explanation, 'No explanation');
    end;

    [Test]
    procedure LongTextsAreCut()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
        Answer: JsonObject;
    begin
        Answer.Add('explanation', PadStr('', 5000, 'x'));

        AnswerReader.ReadCheck(Answer, TempCheckResult);

        Assert.AreEqual(2048, StrLen(TempCheckResult.Explanation), 'As long as the field');
    end;

    [Test]
    procedure CardsBecomeRows()
    var
        CardCount: Record "LDF Card Count";
    begin
        AnswerReader.ReadCards(Library.SampleObject('cards.response'), CardCount);

        Assert.IsTrue(CardCount.Get('ecom-absent'), 'The card of the shops');
        Assert.AreEqual('Shop customers absent from the customer master', CardCount.Title, 'Its title');
        Assert.AreEqual(0, CardCount."Card Count", 'Its count');
        Assert.IsFalse(CardCount."Alert Firing", 'No alert');
        Assert.IsTrue(CardCount.Complete, 'All data is fresh');
        Assert.AreEqual('GBP', CardCount."Blocked Currency", 'The currency');
        Assert.IsTrue(CardCount.Get('flow-failures'), 'The card of the failures');
    end;

    [Test]
    procedure CardsThatAreGoneAreDeleted()
    var
        CardCount: Record "LDF Card Count";
    begin
        CardCount.DeleteAll(false);
        CardCount."Card ID" := 'gone';
        CardCount.Insert(false);

        AnswerReader.ReadCards(Library.SampleObject('cards.response'), CardCount);

        Assert.IsFalse(CardCount.Get('gone'), 'Not there any more');
    end;

    [Test]
    procedure APushThatWasTaken()
    begin
        Assert.AreEqual(0, AnswerReader.ReadRejected(Library.SampleObject('push-sync-errors.response')), 'All rows');
        Assert.AreEqual(0, AnswerReader.ReadRejected(Library.SampleObject('push-customer-errors.response')), 'All rows');
        Assert.AreEqual(0, AnswerReader.ReadRejected(Library.SampleObject('push-shop-orders.response')), 'All rows');
        Assert.AreEqual('', AnswerReader.ReadFirstReject(Library.SampleObject('push-sync-errors.response')), 'No cause');
    end;

    [Test]
    procedure APushWithARowThatCannotBeRead()
    begin
        Assert.AreEqual(1, AnswerReader.ReadRejected(Library.SampleObject('push-rejected.response')), 'One row');
        Assert.AreEqual(
            'field ''at'': missing; an error event has to say when',
            AnswerReader.ReadFirstReject(Library.SampleObject('push-rejected.response')), 'The cause');
    end;

    [Test]
    procedure NamesThatTheServerKnows()
    var
        Entities: List of [Text];
        Sources: List of [Text];
    begin
        Entities := AnswerReader.ReadIds(Library.SampleObject('sources.response'), 'legalEntities');
        Sources := AnswerReader.ReadIds(Library.SampleObject('sources.response'), 'sources');

        Assert.AreEqual('UKCO, USTR', AnswerReader.JoinTexts(Entities, ', '), 'The entities');
        Assert.AreEqual('bc, erp, crm, shop', AnswerReader.JoinTexts(Sources, ', '), 'The sources');
    end;

    [Test]
    procedure ErrorsOfTheServer()
    begin
        Assert.AreEqual('INVALID_CREDENTIALS', AnswerReader.ReadErrorReason(Library.SampleObject('refused-key.response')), 'No such key');
        Assert.AreEqual('ROLE_NOT_ALLOWED', AnswerReader.ReadErrorReason(Library.SampleObject('refused-role.response')), 'The role');
        Assert.AreEqual('UNKNOWN_ENTITY', AnswerReader.ReadErrorReason(Library.SampleObject('refused-request.response')), 'The entity');
        Assert.AreEqual(
            'this needs the role ingester; the caller has reader',
            AnswerReader.ReadErrorMessage(Library.SampleObject('refused-role.response')), 'The message');
    end;

    [Test]
    procedure AnObjectThatIsMissingIsEmpty()
    var
        Parent: JsonObject;
    begin
        Parent.ReadFrom('{"a":{"b":1},"c":2}');

        Assert.AreEqual('{"b":1}', Library.AsText(AnswerReader.GetObject(Parent, 'a')), 'There');
        Assert.AreEqual('{}', Library.AsText(AnswerReader.GetObject(Parent, 'c')), 'No object');
        Assert.AreEqual('{}', Library.AsText(AnswerReader.GetObject(Parent, 'd')), 'Missing');
    end;

    local procedure VerifyStyle(var TempCheckResult: Record "LDF Check Result" temporary; Verdict: Enum "LDF Verdict"; Style: Text)
    begin
        TempCheckResult.Verdict := Verdict;
        Assert.AreEqual(Style, TempCheckResult.GetStyle(), Format(Verdict));
    end;
}
