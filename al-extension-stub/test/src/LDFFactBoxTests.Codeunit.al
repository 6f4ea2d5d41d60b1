namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using Microsoft.CRM.Contact;
using Microsoft.Sales.Customer;
using System.TestLibraries.Utilities;

/// <summary>
/// What a FactBox asks in the background, and what it gets.
/// </summary>
codeunit 50159 "LDF FactBox Tests"
{
    Subtype = Test;
    TestHttpRequestPolicy = AllowOutboundFromHandler;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        FactBoxTask: Codeunit "LDF FactBox Task";
        Library: Codeunit "LDF Library";
        ResultTexts: Codeunit "LDF Result Texts";
        TestServer: Codeunit "LDF Test Server";

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure TheTaskOfACustomer()
    var
        Customer: Record Customer;
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        // [GIVEN] A FactBox on a customer
        Initialize();
        Library.CreateAdventureWorks(Customer);
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');

        // [WHEN] Its task has run
        ResultTexts.FromTexts(
            FactBoxTask.Check(FactBoxTask.GetParameters(Database::Customer, Customer.SystemId)), TempCheckResult);

        // [THEN] It has the verdict
        Assert.AreEqual(TempCheckResult.Verdict::Promoted, TempCheckResult.Verdict, 'The verdict');
        Assert.AreEqual('UKCO: present (C00010)', TempCheckResult.Entities, 'The entities');
        Assert.AreEqual('Coupled to Dataverse.', TempCheckResult.Coupling, 'The coupling');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure TheTaskOfAContact()
    var
        Contact: Record Contact;
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        Initialize();
        Library.CreateContact(Contact);
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');

        ResultTexts.FromTexts(
            FactBoxTask.Check(FactBoxTask.GetParameters(Database::Contact, Contact.SystemId)), TempCheckResult);

        Assert.AreEqual(TempCheckResult.Verdict::Promoted, TempCheckResult.Verdict, 'The verdict');
    end;

    [Test]
    procedure ARecordThatIsGone()
    var
        Results: Dictionary of [Text, Text];
    begin
        Initialize();

        Results := FactBoxTask.Check(FactBoxTask.GetParameters(Database::Customer, CreateGuid()));

        Assert.AreEqual(0, Results.Count(), 'Nothing');
    end;

    [Test]
    procedure ATableThatHasNoFactBox()
    var
        Results: Dictionary of [Text, Text];
    begin
        Initialize();

        Results := FactBoxTask.Check(FactBoxTask.GetParameters(Database::"LDF Setup", CreateGuid()));

        Assert.AreEqual(0, Results.Count(), 'Nothing');
    end;

    [Test]
    procedure AResultSurvivesTheWay()
    var
        TempAfter: Record "LDF Check Result" temporary;
        TempBefore: Record "LDF Check Result" temporary;
    begin
        // [GIVEN] A result with all that a FactBox shows
        TempBefore.Verdict := TempBefore.Verdict::"Awaiting Sync";
        TempBefore.Explanation := 'An explanation';
        TempBefore.Entities := 'UKCO: missing';
        TempBefore.Reasons := 'A reason';
        TempBefore."Next Action" := 'An action';
        TempBefore.Counterparts := 'crm/account/1';
        TempBefore."Link URL" := 'https://contoso.com';
        TempBefore.Coupling := 'Not coupled';

        // [WHEN] It goes from the task to the page
        ResultTexts.FromTexts(ResultTexts.ToTexts(TempBefore), TempAfter);

        // [THEN] It is the same
        Assert.AreEqual(TempBefore.Verdict, TempAfter.Verdict, 'The verdict');
        Assert.AreEqual(TempBefore.Explanation, TempAfter.Explanation, 'The explanation');
        Assert.AreEqual(TempBefore.Entities, TempAfter.Entities, 'The entities');
        Assert.AreEqual(TempBefore.Reasons, TempAfter.Reasons, 'The reasons');
        Assert.AreEqual(TempBefore."Next Action", TempAfter."Next Action", 'The action');
        Assert.AreEqual(TempBefore.Counterparts, TempAfter.Counterparts, 'The counterparts');
        Assert.AreEqual(TempBefore."Link URL", TempAfter."Link URL", 'The link');
        Assert.AreEqual(TempBefore.Coupling, TempAfter.Coupling, 'The coupling');
    end;

    [Test]
    procedure NoTextsAreAnEmptyResult()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
        Nothing: Dictionary of [Text, Text];
    begin
        TempCheckResult.Verdict := TempCheckResult.Verdict::Promoted;

        ResultTexts.FromTexts(Nothing, TempCheckResult);

        Assert.AreEqual(TempCheckResult.Verdict::" ", TempCheckResult.Verdict, 'No verdict');
        Assert.AreEqual('', TempCheckResult.Explanation, 'No explanation');
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
}
