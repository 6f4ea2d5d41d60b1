namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using Microsoft.Utilities;
using System.DataAdministration;
using System.Environment.Configuration;
using System.TestLibraries.Utilities;
using System.Threading;
using System.Upgrade;

/// <summary>
/// Setting Landfall up.
/// </summary>
codeunit 50160 "LDF Setup Tests"
{
    Subtype = Test;
    TestHttpRequestPolicy = AllowOutboundFromHandler;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        Library: Codeunit "LDF Library";
        TestServer: Codeunit "LDF Test Server";

    [Test]
    procedure ThereIsOneRow()
    var
        Setup: Record "LDF Setup";
    begin
        Library.Clean();

        Setup.GetOrInsert();
        Setup.GetOrInsert();

        Assert.AreEqual(1, Setup.Count(), 'One row');
        Assert.AreEqual('bc', Setup."Bus. Central Source ID", 'The usual name');
        Assert.AreEqual(10, Setup."Timeout (Seconds)", 'The usual time');
        Assert.IsTrue(Setup."Check on Cards", 'Cards ask');
        Assert.IsFalse(Setup.Enabled, 'But nothing is asked before somebody says so');
    end;

    [Test]
    procedure TheAddressMustBeHttps()
    var
        Setup: Record "LDF Setup";
    begin
        asserterror Setup.Validate("Server URL", 'http://landfall.contoso.com');

        Assert.ExpectedError('must start with https://');
    end;

    [Test]
    procedure TheVeryMachineMayBeHttp()
    var
        Setup: Record "LDF Setup";
    begin
        Setup.Validate("Server URL", 'http://localhost:7451');
        Setup.Validate("Server URL", 'http://127.0.0.1:7451/');

        Assert.AreEqual('http://127.0.0.1:7451', Setup."Server URL", 'Without the slash');
    end;

    [Test]
    procedure AnotherMachineThatLooksLikeThisOne()
    var
        Setup: Record "LDF Setup";
    begin
        asserterror Setup.Validate("Server URL", 'http://localhost.contoso.com');

        Assert.ExpectedError('must start with https://');
    end;

    [Test]
    procedure SlashesAreCut()
    var
        Setup: Record "LDF Setup";
    begin
        Setup.Validate("Server URL", 'https://landfall.contoso.com// ');

        Assert.AreEqual('https://landfall.contoso.com', Setup."Server URL", 'Without slashes');
    end;

    [Test]
    procedure EnablingNeedsAnAddress()
    var
        Setup: Record "LDF Setup";
    begin
        Library.Clean();
        Setup.GetOrInsert();

        asserterror Setup.Validate(Enabled, true);

        Assert.ExpectedTestFieldError(Setup.FieldCaption("Server URL"), '');
    end;

    [Test]
    procedure ReadyMeansEnabledWithAddressAndKey()
    var
        Setup: Record "LDF Setup";
        SecretStore: Codeunit "LDF Secret Store";
    begin
        Library.Clean();
        Assert.IsFalse(Setup.IsReady(), 'Without a row');

        Library.Enable();
        Assert.IsTrue(Setup.IsReady(), 'With everything');

        SecretStore.DeleteApiKey();
        Assert.IsFalse(Setup.IsReady(), 'Without a key');
    end;

    [Test]
    procedure TheKeyIsInIsolatedStorage()
    var
        SecretStore: Codeunit "LDF Secret Store";
        Key: SecretText;
    begin
        Library.Clean();
        Assert.IsFalse(SecretStore.HasApiKey(), 'None yet');
        Assert.IsFalse(SecretStore.GetApiKey(Key), 'None to get');

        SecretStore.SetApiKey('lf_one');
        Assert.IsTrue(SecretStore.HasApiKey(), 'One now');
        Assert.IsTrue(SecretStore.GetApiKey(Key), 'One to get');
        Assert.IsFalse(Key.IsEmpty(), 'It is not empty');
    end;

    [Test]
    procedure AnEmptyKeyDeletesTheOldOne()
    var
        SecretStore: Codeunit "LDF Secret Store";
    begin
        Library.Clean();
        SecretStore.SetApiKey('lf_one');

        SecretStore.SetApiKey('');

        Assert.IsFalse(SecretStore.HasApiKey(), 'None any more');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure TheConnectionWorks()
    var
        Setup: Record "LDF Setup";
        ConnectionTest: Codeunit "LDF Connection Test";
        Told: Text;
    begin
        // [GIVEN] A server that knows our names
        Initialize(Setup);
        TestServer.Expect('/v1/sources', 200, 'sources.response');

        // [WHEN] The connection is tested
        Told := ConnectionTest.TestConnection(Setup);

        // [THEN] It says so, and when
        Assert.IsTrue(Told.Contains('UKCO'), 'The legal entity');
        Assert.AreNotEqual(0DT, Setup."Last Tested At", 'The time');
    end;

    [Test]
    [HandlerFunctions('AnswerRequest')]
    procedure TheServerKnowsNoSuchEntity()
    var
        Setup: Record "LDF Setup";
        ConnectionTest: Codeunit "LDF Connection Test";
    begin
        Initialize(Setup);
        Setup."Legal Entity ID" := 'UKC0';
        TestServer.Expect('/v1/sources', 200, 'sources.response');

        asserterror ConnectionTest.TestConnection(Setup);

        Assert.ExpectedError('The server knows no legal entity UKC0. It knows: UKCO, USTR.');
    end;

    [Test]
    procedure TheServerKnowsNoSuchSource()
    var
        Setup: Record "LDF Setup";
        ConnectionTest: Codeunit "LDF Connection Test";
    begin
        Initialize(Setup);
        Setup."Dataverse Source ID" := 'dataverse';

        asserterror ConnectionTest.CheckNames(Setup, Library.SampleObject('sources.response'));

        Assert.ExpectedError('The server knows no source dataverse. It knows: bc, erp, crm, shop.');
    end;

    [Test]
    procedure TheServerKnowsNoSuchShop()
    var
        Setup: Record "LDF Setup";
        ConnectionTest: Codeunit "LDF Connection Test";
    begin
        Initialize(Setup);
        Library.CreateShop('WEB', 17, 'web');

        asserterror ConnectionTest.CheckNames(Setup, Library.SampleObject('sources.response'));

        Assert.ExpectedError('The server knows no source web.');
    end;

    [Test]
    procedure NamesThatAreLeftEmptyAreNotCompared()
    var
        Setup: Record "LDF Setup";
        ConnectionTest: Codeunit "LDF Connection Test";
    begin
        Initialize(Setup);
        Setup."Dataverse Source ID" := '';
        Setup."Contact External ID Source" := '';

        ConnectionTest.CheckNames(Setup, Library.SampleObject('sources.response'));

        Assert.AreEqual('UKCO', Setup."Legal Entity ID", 'Nothing is wrong');
    end;

    [Test]
    procedure JobsFollowTheSetup()
    var
        Setup: Record "LDF Setup";
        JobQueue: Codeunit "LDF Job Queue";
    begin
        // [GIVEN] Landfall with evidence: both jobs
        Initialize(Setup);
        JobQueue.Schedule();
        JobQueue.Schedule();
        VerifyJobs(Codeunit::"LDF Card Refresh", 1);
        VerifyJobs(Codeunit::"LDF Evidence Push", 1);

        // [WHEN] No evidence is sent any more: one job
        Setup."Send Evidence" := false;
        Setup.Modify(false);
        JobQueue.Schedule();
        VerifyJobs(Codeunit::"LDF Card Refresh", 1);
        VerifyJobs(Codeunit::"LDF Evidence Push", 0);

        // [WHEN] All are removed: none
        JobQueue.Unschedule();
        VerifyJobs(Codeunit::"LDF Card Refresh", 0);
    end;

    [Test]
    procedure TheRetentionPolicyIsAddedOnce()
    var
        RetentionPolicySetup: Record "Retention Policy Setup";
        InstallTasks: Codeunit "LDF Install Tasks";
        UpgradeTag: Codeunit "Upgrade Tag";
    begin
        InstallTasks.AddRetentionPolicy();
        InstallTasks.AddRetentionPolicy();

        Assert.IsTrue(RetentionPolicySetup.Get(Database::"LDF Push Log"), 'The policy');
        Assert.IsTrue(UpgradeTag.HasUpgradeTag(InstallTasks.RetentionPolicyTag()), 'The tag');
    end;

    [Test]
    procedure TheConnectionIsOnTheListOfServices()
    var
        Setup: Record "LDF Setup";
        TempServiceConnection: Record "Service Connection" temporary;
    begin
        Initialize(Setup);

        TempServiceConnection.OnRegisterServiceConnection(TempServiceConnection);

        TempServiceConnection.SetRange("Page ID", Page::"LDF Setup");
        Assert.IsTrue(TempServiceConnection.FindFirst(), 'On the list');
        Assert.AreEqual(TempServiceConnection.Status::Enabled, TempServiceConnection.Status, 'Enabled');
    end;

    [Test]
    procedure TheAssistedSetupIsRegistered()
    var
        GuidedExperience: Codeunit "Guided Experience";
    begin
        // [SCENARIO] The page of assisted setups raises the event when it opens; here the list is asked for.
        OpenAssistedSetups();

        Assert.IsTrue(
            GuidedExperience.Exists(Enum::"Guided Experience Type"::"Assisted Setup", ObjectType::Page, Page::"LDF Assisted Setup"),
            'On the list');
    end;

    [Test]
    procedure ThePageMakesTheRow()
    var
        Setup: Record "LDF Setup";
        SetupPage: TestPage "LDF Setup";
    begin
        Library.Clean();

        SetupPage.OpenEdit();
        SetupPage."Server URL".SetValue('https://landfall.example.com');
        SetupPage."Legal Entity ID".SetValue('UKCO');
        SetupPage.ApiKey.SetValue('lf_test');
        SetupPage.Close();

        Setup.GetOrInsert();
        Assert.AreEqual('https://landfall.example.com', Setup."Server URL", 'The address');
        Assert.AreEqual('UKCO', Setup."Legal Entity ID", 'The entity');
    end;

    [Test]
    procedure ThePageNeverShowsTheKey()
    var
        SecretStore: Codeunit "LDF Secret Store";
        SetupPage: TestPage "LDF Setup";
    begin
        Library.Clean();
        SecretStore.SetApiKey('lf_test');

        SetupPage.OpenEdit();

        Assert.AreEqual('********', SetupPage.ApiKey.Value(), 'Asterisks');
        SetupPage.Close();
    end;

    [HttpClientHandler]
    procedure AnswerRequest(Request: TestHttpRequestMessage; var Response: TestHttpResponseMessage): Boolean
    begin
        exit(TestServer.Answer(Request, Response));
    end;

    local procedure Initialize(var Setup: Record "LDF Setup")
    begin
        Library.Clean();
        Library.Enable();
        TestServer.Reset();
        Setup.GetOrInsert();
    end;

    local procedure VerifyJobs(CodeunitId: Integer; Expected: Integer)
    var
        JobQueueEntry: Record "Job Queue Entry";
    begin
        JobQueueEntry.SetRange("Object Type to Run", JobQueueEntry."Object Type to Run"::Codeunit);
        JobQueueEntry.SetRange("Object ID to Run", CodeunitId);
        Assert.AreEqual(Expected, JobQueueEntry.Count(), StrSubstNo('Entries of codeunit %1', CodeunitId));
    end;

    local procedure OpenAssistedSetups()
    var
        AssistedSetup: TestPage "Assisted Setup";
    begin
        AssistedSetup.OpenView();
        AssistedSetup.Close();
    end;
}
