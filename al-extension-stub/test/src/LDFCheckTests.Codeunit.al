namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using Microsoft.CRM.Contact;
using Microsoft.Sales.Customer;
using System.TestLibraries.Utilities;

/// <summary>
/// Questions about customers and contacts, from the record to the result.
/// </summary>
codeunit 50158 "LDF Check Tests"
{
    EventSubscriberInstance = Manual;
    Subtype = Test;
    TestHttpRequestPolicy = AllowOutboundFromHandler;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        Landfall: Codeunit "LDF Landfall";
        Library: Codeunit "LDF Library";
        TestServer: Codeunit "LDF Test Server";
        LastRequest: Text;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure ASelectionIsOneRequest()
    var
        Customer: Record Customer;
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        // [GIVEN] Two customers, both coupled
        Initialize();
        CreateTwoCustomers(Customer);
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');

        // [WHEN] Both are checked
        Landfall.CheckCustomers(Customer, TempCheckResult);

        // [THEN] Each has its row
        TestServer.VerifyAllCame();
        Assert.AreEqual(2, TempCheckResult.Count(), 'Two rows');
        TempCheckResult.FindSet();
        Assert.AreEqual('C00010', TempCheckResult."No.", 'The first');
        Assert.AreEqual(TempCheckResult.Verdict::Promoted, TempCheckResult.Verdict, 'Has landed');
        TempCheckResult.Next();
        Assert.AreEqual('C00030', TempCheckResult."No.", 'The second');
        Assert.AreEqual(TempCheckResult.Verdict::"Not Promoted", TempCheckResult.Verdict, 'Has not');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure TheReasonOfTheCoupledAccountIsShown()
    var
        Customer: Record Customer;
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        Initialize();
        CreateTwoCustomers(Customer);
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');

        Landfall.CheckCustomers(Customer, TempCheckResult);

        TempCheckResult.FindLast();
        Assert.IsTrue(TempCheckResult.Reasons.Contains('is skipped after repeated failures'), 'Why');
        Assert.IsTrue(TempCheckResult."Next Action".Contains('Couple the record'), 'What to do');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure TheRequestIsThatOfTheSample()
    var
        Customer: Record Customer;
        TempCheckResult: Record "LDF Check Result" temporary;
        CheckTests: Codeunit "LDF Check Tests";
        Expected: Text;
    begin
        // [GIVEN] The customers of the sample and a subscriber that keeps the request
        Initialize();
        CreateTwoCustomers(Customer);
        Library.CreateShop('WEB', 17, 'shop');
        Library.CreateShopCustomer(7001, 17, Library.AdventureWorksId());
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');
        BindSubscription(CheckTests);

        // [WHEN] They are checked
        Landfall.CheckCustomers(Customer, TempCheckResult);

        // [THEN] Byte for byte the sample, but for its last check, which no customer makes
        UnbindSubscription(CheckTests);
        Expected := Library.Sample('batch-check.request');
        Expected := CopyStr(Expected, 1, StrPos(Expected, ',{"customer":{"emails":["ap@adventure-works.com"]}') - 1) + ']}';
        Assert.AreEqual(Expected, CheckTests.GetLastRequest(), 'The request');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AServerThatAnswersLessThanItWasAsked()
    var
        Customer: Record Customer;
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        // [GIVEN] An answer without results
        Initialize();
        CreateTwoCustomers(Customer);
        TestServer.Expect('/v1/batch-check', 200, 'cards.response');

        // [WHEN] Two customers are checked
        Landfall.CheckCustomers(Customer, TempCheckResult);

        // [THEN] Both have a row without a verdict
        Assert.AreEqual(2, TempCheckResult.Count(), 'Two rows');
        Assert.AreEqual(TempCheckResult.Verdict::" ", TempCheckResult.Verdict, 'No verdict');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure ManyCouplingsOfOneCustomer()
    var
        Customer: Record Customer;
        TempCheckResult: Record "LDF Check Result" temporary;
        CheckTests: Codeunit "LDF Check Tests";
        Checks: JsonToken;
        Request: JsonObject;
        Number: Integer;
    begin
        // [SCENARIO] All couplings are keys, but only four have a check of their own, so that a request never gets too large.
        Initialize();
        Library.CreateAdventureWorks(Customer);
        for Number := 1 to 6 do
            Library.Couple(Customer.SystemId, Database::Customer, CreateGuid());
        Customer.SetRecFilter();
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');
        BindSubscription(CheckTests);

        Landfall.CheckCustomers(Customer, TempCheckResult);

        UnbindSubscription(CheckTests);
        Request.ReadFrom(CheckTests.GetLastRequest());
        Request.Get('checks', Checks);
        Assert.AreEqual(5, Checks.AsArray().Count(), 'One by keys and four by record');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure HasTheCustomerLanded()
    var
        Customer: Record Customer;
    begin
        Initialize();
        Library.CreateAdventureWorks(Customer);
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');

        Assert.IsTrue(Landfall.IsPromoted(Customer), 'Has landed');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AContactIsAsked()
    var
        Contact: Record Contact;
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        Initialize();
        Library.CreateContact(Contact);
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');

        Landfall.CheckContact(Contact, TempCheckResult);

        Assert.AreEqual('CT00010', TempCheckResult."No.", 'The contact');
        Assert.AreEqual('Not coupled to Dataverse.', TempCheckResult.Coupling, 'The coupling');
        Assert.AreEqual(TempCheckResult.Verdict::Promoted, TempCheckResult.Verdict, 'The verdict');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure KeysAloneAreAsked()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
        Keys: Codeunit "LDF Customer Keys";
    begin
        // [SCENARIO] Before a customer is created.
        Initialize();
        Library.LucerneKeys(Keys);
        TestServer.Expect('/v1/check', 200, 'check-customer-missing.response');

        Landfall.CheckKeys(Keys, TempCheckResult);

        Assert.IsFalse(TempCheckResult.IsPromoted(), 'Nobody has it yet');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AContactAndKeysOneAfterAnother()
    var
        Contact: Record Contact;
        TempCheckResult: Record "LDF Check Result" temporary;
        Keys: Codeunit "LDF Customer Keys";
        PromotionCheck: Codeunit "LDF Promotion Check";
    begin
        // [SCENARIO] One instance answers several questions; nothing of the first is in the second.
        Initialize();
        Library.CreateContact(Contact);
        Library.LucerneKeys(Keys);
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');
        TestServer.Expect('/v1/check', 200, 'check-customer-missing.response');

        PromotionCheck.CheckContact(Contact, TempCheckResult);
        PromotionCheck.CheckKeys(Keys, TempCheckResult);

        TestServer.VerifyAllCame();
        Assert.AreEqual(1, TempCheckResult.Count(), 'One row');
        Assert.AreEqual(TempCheckResult.Verdict::"Not Promoted", TempCheckResult.Verdict, 'Of the second question');
    end;

    [Test]
    procedure ACustomerThatIsBlockedForPrivacyIsNotSent()
    var
        Customer: Record Customer;
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        // [SCENARIO] No request is made: the test has no handler, so one would fail it.
        Initialize();
        Library.CreateAdventureWorks(Customer);
        Customer."Privacy Blocked" := true;
        Customer.Modify(false);
        Customer.SetRecFilter();

        Landfall.CheckCustomers(Customer, TempCheckResult);

        Assert.AreEqual(TempCheckResult.Verdict::"Not Asked", TempCheckResult.Verdict, 'Not asked');
        Assert.AreEqual('Blocked for privacy. Nothing was sent.', TempCheckResult.Explanation, 'Why');
    end;

    [Test]
    procedure AContactThatIsBlockedForPrivacyIsNotSent()
    var
        Contact: Record Contact;
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        Initialize();
        Library.CreateContact(Contact);
        Contact."Privacy Blocked" := true;

        Landfall.CheckContact(Contact, TempCheckResult);

        Assert.AreEqual(TempCheckResult.Verdict::"Not Asked", TempCheckResult.Verdict, 'Not asked');
    end;

    [Test]
    procedure ACustomerWithoutKeysIsNotSent()
    var
        Customer: Record Customer;
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        Initialize();
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        Customer.SetRecFilter();

        Landfall.CheckCustomers(Customer, TempCheckResult);

        Assert.AreEqual(TempCheckResult.Verdict::"Not Asked", TempCheckResult.Verdict, 'Not asked');
        Assert.IsTrue(TempCheckResult.Explanation.StartsWith('There is nothing to find the customer by'), 'Why');
    end;

    [Test]
    procedure NothingIsAskedBeforeTheSetup()
    var
        Customer: Record Customer;
        TempCheckResult: Record "LDF Check Result" temporary;
    begin
        Library.Clean();
        Library.CreateAdventureWorks(Customer);

        Assert.IsFalse(Landfall.IsEnabled(), 'Not set up');
        asserterror Landfall.CheckCustomers(Customer, TempCheckResult);
        Assert.ExpectedError('is not set up');
    end;

    [Test]
    procedure TooManyCustomers()
    var
        Customer: Record Customer;
        TempCheckResult: Record "LDF Check Result" temporary;
        PromotionCheck: Codeunit "LDF Promotion Check";
        Number: Integer;
    begin
        Initialize();
        for Number := 1 to PromotionCheck.MaxCustomers() + 1 do
            Library.CreateCustomer(Customer, CopyStr('LDFX' + Format(Number, 0, 9), 1, 20), CreateGuid(), 'One of many', '');
        Customer.SetFilter("No.", 'LDFX*');

        asserterror PromotionCheck.CheckCustomers(Customer, TempCheckResult);

        Assert.ExpectedError('Select at most 200 customers.');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure SubscribersSeeTheAnswer()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
        CheckTests: Codeunit "LDF Check Tests";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Initialize();
        Library.LucerneKeys(Keys);
        TestServer.Expect('/v1/check', 200, 'check-customer-missing.response');
        BindSubscription(CheckTests);

        Landfall.CheckKeys(Keys, TempCheckResult);

        UnbindSubscription(CheckTests);
        Assert.AreEqual('Seen: Not in UK Trade Ltd.', TempCheckResult.Explanation, 'A subscriber may change it');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest,ResultsPage')]
    procedure CustomersAreShown()
    var
        Customer: Record Customer;
    begin
        Initialize();
        CreateTwoCustomers(Customer);
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');

        Landfall.ShowCustomers(Customer);

        Assert.AreEqual('C00010', LastRequest, 'The first row of the page');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest,ResultsPage')]
    procedure AContactIsShown()
    var
        Contact: Record Contact;
    begin
        Initialize();
        Library.CreateContact(Contact);
        TestServer.Expect('/v1/batch-check', 200, 'batch-check.response');

        Landfall.ShowContact(Contact);

        Assert.AreEqual('CT00010', LastRequest, 'The row of the page');
    end;

    [Test]
    [HandlerFunctions('ResultsPage')]
    procedure ThePageShowsWhatItIsGiven()
    var
        TempCheckResult: Record "LDF Check Result" temporary;
        CheckResults: Page "LDF Check Results";
    begin
        TempCheckResult."Entry No." := 1;
        TempCheckResult."No." := 'C00099';
        TempCheckResult.Insert(false);

        CheckResults.SetResults(TempCheckResult);
        CheckResults.RunModal();

        Assert.AreEqual('C00099', LastRequest, 'The row of the page');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AnErrorOfAnotherIntegrationIsReported()
    var
        Customer: Record Customer;
        CheckTests: Codeunit "LDF Check Tests";
    begin
        Initialize();
        Library.CreateAdventureWorks(Customer);
        TestServer.Expect('/v1/records', 200, 'push-sync-errors.response');
        BindSubscription(CheckTests);

        Landfall.ReportError(Customer, 'edi-17', 'EDI import', 'The partner is not known.', 'EDI017');

        UnbindSubscription(CheckTests);
        TestServer.VerifyAllCame();
        Assert.IsTrue(CheckTests.GetLastRequest().Contains('bc-ukco-report-edi-17'), 'The id');
        Assert.IsTrue(CheckTests.GetLastRequest().Contains('ukco:5d1c2a7e-0000-4000-8000-000000000001'), 'The customer');
        Assert.IsTrue(CheckTests.GetLastRequest().Contains('The partner is not known.'), 'The text');
    end;

    [Test]
    procedure NothingIsReportedAboutABlockedCustomer()
    var
        Customer: Record Customer;
        EvidencePush: Codeunit "LDF Evidence Push";
    begin
        Initialize();
        Library.CreateAdventureWorks(Customer);
        Customer."Privacy Blocked" := true;

        asserterror EvidencePush.ReportCustomerError(Customer, '1', 'A flow', 'A text', '');

        Assert.ExpectedTestFieldError(Customer.FieldCaption("Privacy Blocked"), Format(false));
    end;

    /// <summary>
    /// The body of the last request that a subscriber of this instance saw.
    /// </summary>
    procedure GetLastRequest(): Text
    begin
        exit(LastRequest);
    end;

    [HttpClientHandler]
    procedure AnswerRequest(Request: TestHttpRequestMessage; var Response: TestHttpResponseMessage): Boolean
    begin
        exit(TestServer.Answer(Request, Response));
    end;

    [ModalPageHandler]
    procedure ResultsPage(var CheckResults: TestPage "LDF Check Results")
    begin
        CheckResults.First();
        LastRequest := CheckResults."No.".Value();
        CheckResults.Close();
    end;

    [EventSubscriber(ObjectType::Codeunit, Codeunit::"LDF Events", OnBeforeSendRequest, '', false, false)]
    local procedure KeepRequest(Method: Text; Path: Text; var Body: JsonObject)
    begin
        LastRequest := Library.AsText(Body);
    end;

    [EventSubscriber(ObjectType::Codeunit, Codeunit::"LDF Events", OnAfterReadCheck, '', false, false)]
    local procedure ChangeExplanation(Answer: JsonObject; var TempCheckResult: Record "LDF Check Result" temporary)
    begin
        TempCheckResult.Explanation := CopyStr('Seen: ' + TempCheckResult.Explanation, 1, MaxStrLen(TempCheckResult.Explanation));
    end;

    local procedure Initialize()
    begin
        Library.Clean();
        Library.Enable();
        TestServer.Reset();
        LastRequest := '';
    end;

    local procedure CreateTwoCustomers(var Customer: Record Customer)
    begin
        Library.CreateAdventureWorks(Customer);
        Library.CreateLucerne(Customer);
        Customer.Reset();
        Customer.SetFilter("No.", 'C00010|C00030');
    end;
}
