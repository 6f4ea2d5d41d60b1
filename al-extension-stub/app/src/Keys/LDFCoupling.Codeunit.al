namespace Landfall.BusinessCentral;

using Microsoft.Integration.Dataverse;
using Microsoft.Integration.SyncEngine;

/// <summary>
/// What the coupling with Dataverse knows about a record, read from tables of this company alone. Dataverse is not asked.
/// </summary>
codeunit 50115 "LDF Coupling"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Permissions = tabledata "CRM Integration Record" = r,
                  tabledata "Integration Synch. Job Errors" = r;

    var
        CoupledTxt: Label 'Coupled to Dataverse.';
        FailedTxt: Label 'Coupled to Dataverse, but the last synchronization failed: %1', Comment = '%1 = error text';
        NotCoupledTxt: Label 'Not coupled to Dataverse.';
        SkippedTxt: Label 'Coupled to Dataverse, but skipped after repeated failures: %1', Comment = '%1 = error text';

    /// <summary>
    /// The ids of all Dataverse records that a record is coupled to.
    /// </summary>
    procedure GetDataverseIds(TableId: Integer; RecordSystemId: Guid) Ids: List of [Text]
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
    begin
        SetFilters(CRMIntegrationRecord, TableId, RecordSystemId);
        if CRMIntegrationRecord.FindSet() then
            repeat
                Ids.Add(GuidText(CRMIntegrationRecord."CRM ID"));
            until CRMIntegrationRecord.Next() = 0;
    end;

    /// <summary>
    /// The state of the coupling in a sentence; the worst one if there are several.
    /// </summary>
    procedure Describe(TableId: Integer; RecordSystemId: Guid) Description: Text
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
    begin
        Description := NotCoupledTxt;
        SetFilters(CRMIntegrationRecord, TableId, RecordSystemId);
        if not CRMIntegrationRecord.FindSet() then
            exit;
        Description := CoupledTxt;
        repeat
            if CRMIntegrationRecord.Skipped then
                exit(StrSubstNo(SkippedTxt, GetLastError(CRMIntegrationRecord)));
            if HasFailed(CRMIntegrationRecord) then
                Description := StrSubstNo(FailedTxt, GetLastError(CRMIntegrationRecord));
        until CRMIntegrationRecord.Next() = 0;
    end;

    /// <summary>
    /// The text of the newest error of a coupling in either direction, or ''. The base application's own GetLatestError looks at one
    /// direction only.
    /// </summary>
    procedure GetLastError(CRMIntegrationRecord: Record "CRM Integration Record"): Text
    var
        JobErrors: Record "Integration Synch. Job Errors";
        OtherErrors: Record "Integration Synch. Job Errors";
    begin
        FindLastError(JobErrors, CRMIntegrationRecord."Last Synch. CRM Job ID");
        FindLastError(OtherErrors, CRMIntegrationRecord."Last Synch. Job ID");
        if OtherErrors."No." > JobErrors."No." then
            JobErrors := OtherErrors;
        exit(GetErrorText(JobErrors));
    end;

    /// <summary>
    /// The text of an error: the long one, or else the short one.
    /// </summary>
    procedure GetErrorText(JobErrors: Record "Integration Synch. Job Errors"): Text
    begin
        if JobErrors."Error Message" <> '' then
            exit(JobErrors."Error Message");
        exit(JobErrors.Message);
    end;

    /// <summary>
    /// A GUID as the server spells it: lower case, without braces.
    /// </summary>
    procedure GuidText(Value: Guid): Text
    begin
        exit(LowerCase(DelChr(Format(Value), '=', '{}')));
    end;

    local procedure SetFilters(var CRMIntegrationRecord: Record "CRM Integration Record"; TableId: Integer; RecordSystemId: Guid)
    begin
        CRMIntegrationRecord.SetRange("Integration ID", RecordSystemId);
        CRMIntegrationRecord.SetRange("Table ID", TableId);
    end;

    local procedure HasFailed(CRMIntegrationRecord: Record "CRM Integration Record"): Boolean
    begin
        exit((CRMIntegrationRecord."Last Synch. Result" = CRMIntegrationRecord."Last Synch. Result"::Failure) or
            (CRMIntegrationRecord."Last Synch. CRM Result" = CRMIntegrationRecord."Last Synch. CRM Result"::Failure));
    end;

    local procedure FindLastError(var JobErrors: Record "Integration Synch. Job Errors"; JobId: Guid)
    begin
        if IsNullGuid(JobId) then
            exit;
        JobErrors.SetRange("Integration Synch. Job ID", JobId);
        if JobErrors.FindLast() then;
    end;
}
