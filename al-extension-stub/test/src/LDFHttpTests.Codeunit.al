namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using System.Apps;
using System.TestLibraries.Utilities;

/// <summary>
/// Requests that work, and all the ways in which they do not.
/// </summary>
codeunit 50155 "LDF Http Tests"
{
    EventSubscriberInstance = Manual;
    Subtype = Test;
    TestHttpRequestPolicy = AllowOutboundFromHandler;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        Library: Codeunit "LDF Library";
        TestServer: Codeunit "LDF Test Server";
        LastEvent: Text;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AGetIsAnswered()
    var
        Http: Codeunit "LDF Http";
        Answer: JsonObject;
    begin
        // [GIVEN] A server that knows its cards
        Initialize();
        TestServer.Expect('/v1/cards', 200, 'cards.response');

        // [WHEN] They are asked for
        Answer := Http.Get('/v1/cards');

        // [THEN] They come, from the address of the setup
        Assert.IsTrue(Answer.Contains('cards'), 'The cards');
        Assert.AreEqual(200, Http.GetStatusCode(), 'The status');
        Assert.AreEqual('https://landfall.example.com/v1/cards', TestServer.PathOf(1), 'The address');
        Assert.AreEqual('GET', TestServer.MethodOf(1), 'The method');
        TestServer.VerifyAllCame();
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure APostIsAnswered()
    var
        Http: Codeunit "LDF Http";
        Answer: JsonObject;
    begin
        Initialize();
        TestServer.Expect('/v1/check', 200, 'check-customer.response');

        Answer := Http.Post('/v1/check', Library.SampleObject('check-customer.request'));

        Assert.IsTrue(Answer.Contains('verdict'), 'The verdict');
        Assert.AreEqual('POST', TestServer.MethodOf(1), 'The method');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure EventsAreRaisedAroundARequest()
    var
        Http: Codeunit "LDF Http";
        HttpTests: Codeunit "LDF Http Tests";
    begin
        // [GIVEN] A subscriber
        Initialize();
        TestServer.Expect('/v1/cards', 200, 'cards.response');
        BindSubscription(HttpTests);

        // [WHEN] Something is asked
        Http.Get('/v1/cards');

        // [THEN] It saw the request and the answer
        UnbindSubscription(HttpTests);
        Assert.AreEqual('before GET /v1/cards; after GET /v1/cards', HttpTests.GetLastEvent(), 'Both');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AKeyThatIsNotKnown()
    var
        Http: Codeunit "LDF Http";
    begin
        Initialize();
        TestServer.Expect('/v1/cards', 401, 'refused-key.response');

        asserterror Http.Get('/v1/cards');

        Assert.ExpectedError('does not know the API key');
        Assert.AreEqual(401, Http.GetStatusCode(), 'The status');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure ARoleThatMayNotPush()
    var
        Http: Codeunit "LDF Http";
    begin
        Initialize();
        TestServer.Expect('/v1/records', 403, 'refused-role.response');

        asserterror Http.Post('/v1/records', Library.SampleObject('refused-role.request'));

        Assert.ExpectedError('It needs the role ingester');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure ARequestThatIsWrong()
    var
        Http: Codeunit "LDF Http";
    begin
        Initialize();
        TestServer.Expect('/v1/check', 400, 'refused-request.response');

        asserterror Http.Post('/v1/check', Library.SampleObject('refused-request.request'));

        Assert.ExpectedError('unknown legal entity ''NOWHERE''');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AServerThatIsBusy()
    var
        Http: Codeunit "LDF Http";
    begin
        Initialize();
        TestServer.Expect('/v1/cards', 429, 'refused-key.response');
        TestServer.AskToWait(30);

        asserterror Http.Get('/v1/cards');

        Assert.ExpectedError('Try again later');
        Assert.AreEqual(30, Http.GetRetryAfterSeconds(), 'As long as it asked');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure NobodyAskedToWait()
    var
        Http: Codeunit "LDF Http";
    begin
        Initialize();
        TestServer.Expect('/v1/cards', 200, 'cards.response');

        Http.Get('/v1/cards');

        Assert.AreEqual(0, Http.GetRetryAfterSeconds(), 'Not at all');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AServerThatIsDown()
    var
        Http: Codeunit "LDF Http";
    begin
        Initialize();
        TestServer.TakeDown();

        asserterror Http.Get('/v1/cards');

        Assert.ExpectedError('cannot be reached');
        Assert.AreEqual(0, Http.GetStatusCode(), 'There was no answer');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure AnEnvironmentThatBlocksRequests()
    var
        Http: Codeunit "LDF Http";
    begin
        Initialize();
        TestServer.Block();

        asserterror Http.Get('/v1/cards');

        Assert.ExpectedError('Allow HttpClient Requests');
    end;

    [Test]
    procedure NothingIsSetUp()
    var
        Http: Codeunit "LDF Http";
    begin
        Library.Clean();

        asserterror Http.Get('/v1/cards');

        Assert.ExpectedError('is not set up');
    end;

    [Test]
    procedure ThereIsNoKey()
    var
        Http: Codeunit "LDF Http";
        SecretStore: Codeunit "LDF Secret Store";
    begin
        Library.Clean();
        Library.Enable();
        SecretStore.DeleteApiKey();

        asserterror Http.Get('/v1/cards');

        Assert.ExpectedError('is not set up');
    end;

    [Test]
    procedure EveryErrorHasATitleAndAnAction()
    var
        Errors: Codeunit "LDF Errors";
    begin
        VerifyError(Errors.NotSetUp());
        VerifyError(Errors.Blocked());
        VerifyError(Errors.NotReached());
        VerifyError(Errors.NotUnderstood());
        VerifyError(Errors.Refused(400, 'INVALID_ARGUMENT', 'A message'));
        VerifyError(Errors.Refused(401, 'INVALID_CREDENTIALS', 'A message'));
        VerifyError(Errors.Refused(403, 'ROLE_NOT_ALLOWED', 'A message'));
        VerifyError(Errors.Refused(503, 'OVERLOADED', 'A message'));
    end;

    [Test]
    procedure TheTechnicalTextIsForAdministrators()
    var
        Errors: Codeunit "LDF Errors";
        Refused: ErrorInfo;
    begin
        Refused := Errors.Refused(400, 'UNKNOWN_ENTITY', 'unknown legal entity');

        Assert.AreEqual('HTTP status 400, reason UNKNOWN_ENTITY', Refused.DetailedMessage(), 'Status and reason');
        Assert.IsTrue(Refused.Message().Contains('unknown legal entity'), 'The message of the server');
    end;

    [Test]
    [HandlerFunctions('SetupPage')]
    procedure TheActionOpensTheSetup()
    var
        Setup: Record "LDF Setup";
        ErrorActions: Codeunit "LDF Error Actions";
        NotSetUp: ErrorInfo;
    begin
        Library.Clean();

        ErrorActions.OpenSetup(NotSetUp);

        Assert.IsTrue(Setup.Get(), 'The page made the row');
    end;

    [Test]
    [HandlerFunctions('ExtensionPage')]
    procedure TheActionOpensTheExtensions()
    var
        ErrorActions: Codeunit "LDF Error Actions";
        Blocked: ErrorInfo;
    begin
        LastEvent := '';

        ErrorActions.OpenExtensionManagement(Blocked);

        Assert.AreEqual('extensions', LastEvent, 'The page was opened');
    end;

    /// <summary>
    /// What the subscribers of this instance saw.
    /// </summary>
    procedure GetLastEvent(): Text
    begin
        exit(LastEvent);
    end;

    [HttpClientHandler]
    procedure AnswerRequest(Request: TestHttpRequestMessage; var Response: TestHttpResponseMessage): Boolean
    begin
        exit(TestServer.Answer(Request, Response));
    end;

    [PageHandler]
    procedure SetupPage(var LandfallSetup: TestPage "LDF Setup")
    begin
        LandfallSetup.Close();
    end;

    [PageHandler]
    procedure ExtensionPage(var ExtensionManagement: TestPage "Extension Management")
    begin
        LastEvent := 'extensions';
        ExtensionManagement.Close();
    end;

    [EventSubscriber(ObjectType::Codeunit, Codeunit::"LDF Events", OnBeforeSendRequest, '', false, false)]
    local procedure SeeRequest(Method: Text; Path: Text; var Body: JsonObject)
    begin
        LastEvent := StrSubstNo('before %1 %2', Method, Path);
    end;

    [EventSubscriber(ObjectType::Codeunit, Codeunit::"LDF Events", OnAfterReceiveAnswer, '', false, false)]
    local procedure SeeAnswer(Method: Text; Path: Text; var Answer: JsonObject)
    begin
        LastEvent += StrSubstNo('; after %1 %2', Method, Path);
    end;

    local procedure Initialize()
    begin
        Library.Clean();
        Library.Enable();
        TestServer.Reset();
    end;

    local procedure VerifyError(Problem: ErrorInfo)
    begin
        Assert.AreNotEqual('', Problem.Title(), 'A title');
        Assert.AreNotEqual('', Problem.Message(), 'A message');
        Assert.IsTrue(Problem.DataClassification() = DataClassification::SystemMetadata, 'No personal data');
    end;
}
