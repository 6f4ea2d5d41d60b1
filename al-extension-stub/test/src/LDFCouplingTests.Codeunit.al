namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using Microsoft.Integration.Dataverse;
using Microsoft.Integration.SyncEngine;
using System.TestLibraries.Utilities;

/// <summary>
/// Which error of a coupling is the newest.
/// </summary>
codeunit 50157 "LDF Coupling Tests"
{
    Subtype = Test;
    TestHttpRequestPolicy = BlockOutboundRequests;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        Coupling: Codeunit "LDF Coupling";
        Library: Codeunit "LDF Library";

    [Test]
    procedure NoErrorAtAll()
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
    begin
        Initialize(CRMIntegrationRecord);

        Assert.AreEqual('', Coupling.GetLastError(CRMIntegrationRecord), 'Nothing failed');
    end;

    [Test]
    procedure TheNewerOfBothDirections()
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
    begin
        // [GIVEN] An error towards Dataverse, and a newer one towards Business Central
        Initialize(CRMIntegrationRecord);
        CRMIntegrationRecord."Last Synch. CRM Job ID" := AddError('Towards Dataverse', '');
        CRMIntegrationRecord."Last Synch. Job ID" := AddError('Towards Business Central', '');

        // [THEN] The newer one is told
        Assert.AreEqual('Towards Business Central', Coupling.GetLastError(CRMIntegrationRecord), 'The newer one');
    end;

    [Test]
    procedure OnlyTowardsDataverse()
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
    begin
        Initialize(CRMIntegrationRecord);
        CRMIntegrationRecord."Last Synch. CRM Job ID" := AddError('Towards Dataverse', '');
        CRMIntegrationRecord."Last Synch. Job ID" := CreateGuid();

        Assert.AreEqual('Towards Dataverse', Coupling.GetLastError(CRMIntegrationRecord), 'The other job has no error');
    end;

    [Test]
    procedure TheLongTextIsPreferred()
    var
        JobErrors: Record "Integration Synch. Job Errors";
    begin
        JobErrors.Message := 'A short te';
        JobErrors."Error Message" := 'A short text that was cut';

        Assert.AreEqual('A short text that was cut', Coupling.GetErrorText(JobErrors), 'The long one');
    end;

    [Test]
    procedure TheShortTextIfThereIsNoOther()
    var
        JobErrors: Record "Integration Synch. Job Errors";
    begin
        JobErrors.Message := 'A short text';

        Assert.AreEqual('A short text', Coupling.GetErrorText(JobErrors), 'The short one');
    end;

    [Test]
    procedure AFailureThatIsNotSkippedYet()
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
    begin
        Initialize(CRMIntegrationRecord);
        CRMIntegrationRecord."Last Synch. Result" := CRMIntegrationRecord."Last Synch. Result"::Failure;
        CRMIntegrationRecord."Last Synch. Job ID" := AddError('It failed once.', '');
        CRMIntegrationRecord.Modify(false);

        Assert.AreEqual(
            'Coupled to Dataverse, but the last synchronization failed: It failed once.',
            Coupling.Describe(CRMIntegrationRecord."Table ID", Library.LucerneId()), 'Failed');
    end;

    local procedure Initialize(var CRMIntegrationRecord: Record "CRM Integration Record")
    begin
        Library.Clean();
        Library.Couple(Library.LucerneId(), 18, Library.LucerneAccount());
        CRMIntegrationRecord.Get(Library.LucerneAccount(), Library.LucerneId());
    end;

    local procedure AddError(ErrorText: Text[2048]; ShortText: Text[250]) JobId: Guid
    var
        JobErrors: Record "Integration Synch. Job Errors";
    begin
        JobId := CreateGuid();
        JobErrors.Init();
        JobErrors."No." := Library.NextErrorNo();
        JobErrors."Integration Synch. Job ID" := JobId;
        JobErrors.Message := ShortText;
        JobErrors."Error Message" := ErrorText;
        JobErrors.Insert(false);
    end;
}
