namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Integration.Dataverse;
using Microsoft.Sales.Customer;

/// <summary>
/// Reads the couplings that the synchronization skips: the same error came twice, and nothing is tried again until somebody chooses Retry.
/// </summary>
codeunit 50129 "LDF Skipped Coupling Reader" implements "LDF Evidence Reader"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Permissions = tabledata "CRM Integration Record" = r;

    var
        ErrorEventTok: Label 'error_event', Locked = true;
        FlowTok: Label 'Coupled data synchronization', Locked = true;
        KindTok: Label 'skipped', Locked = true;
        SkippedCodeTok: Label 'COUPLING_SKIPPED', Locked = true;
        SkippedTok: Label 'The coupled record is skipped after repeated failures.', Locked = true;

    /// <summary>
    /// Reads the next couplings that changed and are skipped.
    /// </summary>
    procedure ReadNext(var Cursor: Record "LDF Evidence Cursor"; var Batch: Codeunit "LDF Evidence Batch"): Boolean
    var
        CRMIntegrationRecord: Record "CRM Integration Record";
        TablePass: Codeunit "LDF Table Pass";
        RowRef: RecordRef;
        RowsLeft: Integer;
    begin
        RowsLeft := Batch.MaxRows();
        CRMIntegrationRecord.SetFilter("Table ID", '%1|%2', Database::Customer, Database::Contact);
        CRMIntegrationRecord.SetRange(Skipped, true);
        RowRef.GetTable(CRMIntegrationRecord);
        if TablePass.First(Cursor, RowRef, CurrentDateTime()) then
            repeat
                RowRef.SetTable(CRMIntegrationRecord);
                AddCoupling(CRMIntegrationRecord, Batch);
                TablePass.Keep(Cursor, RowRef);
                RowsLeft -= 1;
            until (RowsLeft = 0) or (RowRef.Next() = 0);
        if RowsLeft = 0 then
            exit(true);
        TablePass.Finish(Cursor);
        exit(false);
    end;

    local procedure AddCoupling(CRMIntegrationRecord: Record "CRM Integration Record"; var Batch: Codeunit "LDF Evidence Batch")
    var
        Setup: Record "LDF Setup";
        Coupling: Codeunit "LDF Coupling";
        EventBuilder: Codeunit "LDF Event Builder";
        Payload: JsonObject;
        DataverseId: Text;
        RecordType: Text;
    begin
        if not Setup.Get() or (Setup."Dataverse Source ID" = '') then
            exit;
        DataverseId := Coupling.GuidText(CRMIntegrationRecord."CRM ID");
        RecordType := 'account';
        if CRMIntegrationRecord."Table ID" = Database::Contact then
            RecordType := 'contact';
        Payload := EventBuilder.ErrorEvent(
            Setup."Legal Entity ID", KindTok, DataverseId, CRMIntegrationRecord.SystemModifiedAt, FlowTok, '');
        EventBuilder.AddRecord(Payload, Setup."Dataverse Source ID", RecordType, DataverseId);
        EventBuilder.AddMessage(Payload, MessageOf(CRMIntegrationRecord), SkippedCodeTok);
        Batch.Add(Setup."Bus. Central Source ID", ErrorEventTok, Payload);
    end;

    local procedure MessageOf(CRMIntegrationRecord: Record "CRM Integration Record"): Text
    var
        Coupling: Codeunit "LDF Coupling";
        LastError: Text;
    begin
        LastError := Coupling.GetLastError(CRMIntegrationRecord);
        if LastError = '' then
            exit(SkippedTok);
        exit(SkippedTok + ' ' + LastError);
    end;
}
