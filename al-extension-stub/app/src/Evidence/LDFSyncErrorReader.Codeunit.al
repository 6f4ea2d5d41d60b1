namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Integration.D365Sales;
using Microsoft.Integration.SyncEngine;
using Microsoft.Sales.Customer;

/// <summary>
/// Reads the errors of the coupled data synchronization by their number: all mappings of customers and contacts, and also rows of records
/// that were never created on the other side and so have no coupling. Business Central deletes these rows after a month.
/// </summary>
codeunit 50128 "LDF Sync Error Reader" implements "LDF Evidence Reader"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Permissions = tabledata Contact = r,
                  tabledata Customer = r,
                  tabledata "Integration Synch. Job" = r,
                  tabledata "Integration Synch. Job Errors" = r;

    var
        ErrorEventTok: Label 'error_event', Locked = true;
        FlowTok: Label 'Integration Synchronization Job', Locked = true;
        KindTok: Label 'sync', Locked = true;
        SyncErrorTok: Label 'sync_error', Locked = true;

    /// <summary>
    /// Reads the next errors.
    /// </summary>
    procedure ReadNext(var Cursor: Record "LDF Evidence Cursor"; var Batch: Codeunit "LDF Evidence Batch"): Boolean
    var
        JobErrors: Record "Integration Synch. Job Errors";
        RowsLeft: Integer;
    begin
        RowsLeft := Batch.MaxRows();
        JobErrors.SetFilter("No.", '>%1', Cursor."Entry No.");
        if JobErrors.FindSet() then
            repeat
                AddError(JobErrors, Batch);
                Cursor."Entry No." := JobErrors."No.";
                RowsLeft -= 1;
            until (RowsLeft = 0) or (JobErrors.Next() = 0);
        exit(RowsLeft = 0);
    end;

    local procedure AddError(JobErrors: Record "Integration Synch. Job Errors"; var Batch: Codeunit "LDF Evidence Batch")
    begin
        if IsOfDataverse(JobErrors."Source Record ID") or IsOfDataverse(JobErrors."Destination Record ID") then
            AddDataverseError(JobErrors, Batch)
        else
            if not AddCustomerError(JobErrors, JobErrors."Source Record ID", Batch) then
                if AddCustomerError(JobErrors, JobErrors."Destination Record ID", Batch) then;
    end;

    local procedure AddDataverseError(JobErrors: Record "Integration Synch. Job Errors"; var Batch: Codeunit "LDF Evidence Batch")
    var
        Setup: Record "LDF Setup";
        Coupling: Codeunit "LDF Coupling";
        EventBuilder: Codeunit "LDF Event Builder";
    begin
        if Setup.Get() then
            Batch.Add(
                Setup."Bus. Central Source ID", SyncErrorTok,
                EventBuilder.SyncError(
                    Coupling.GuidText(JobErrors.SystemId), Coupling.GuidText(JobErrors."Integration Synch. Job ID"),
                    Format(JobErrors."Source Record ID"), Format(JobErrors."Destination Record ID"),
                    JobErrors."Date/Time", Coupling.GetErrorText(JobErrors)));
    end;

    local procedure AddCustomerError(JobErrors: Record "Integration Synch. Job Errors"; AboutRecordId: RecordId; var Batch: Codeunit "LDF Evidence Batch"): Boolean
    var
        Setup: Record "LDF Setup";
        Coupling: Codeunit "LDF Coupling";
        EventBuilder: Codeunit "LDF Event Builder";
        Payload: JsonObject;
    begin
        if not Setup.Get() or not (AboutRecordId.TableNo() in [Database::Customer, Database::Contact]) then
            exit(false);
        Payload := EventBuilder.ErrorEvent(
            Setup."Legal Entity ID", KindTok, Format(JobErrors."No.", 0, 9), JobErrors."Date/Time", FlowTok, MappingName(JobErrors));
        if not AddWhoItIsAbout(Payload, AboutRecordId) then
            exit(false);
        EventBuilder.AddMessage(Payload, Coupling.GetErrorText(JobErrors), '');
        Batch.Add(Setup."Bus. Central Source ID", ErrorEventTok, Payload);
        exit(true);
    end;

    local procedure AddWhoItIsAbout(Payload: JsonObject; AboutRecordId: RecordId): Boolean
    var
        Contact: Record Contact;
        Customer: Record Customer;
        Setup: Record "LDF Setup";
        EventBuilder: Codeunit "LDF Event Builder";
        KeyCollector: Codeunit "LDF Key Collector";
        Keys: Codeunit "LDF Customer Keys";
    begin
        Setup.Get();
        if AboutRecordId.TableNo() = Database::Customer then begin
            if not Customer.Get(AboutRecordId) or Customer."Privacy Blocked" then
                exit(false);
            EventBuilder.AddRecord(
                Payload, Setup."Bus. Central Source ID", 'customer', EventBuilder.CustomerId(Setup."Legal Entity ID", Customer.SystemId));
            exit(true);
        end;
        if not Contact.Get(AboutRecordId) or Contact."Privacy Blocked" then
            exit(false);
        KeyCollector.CollectContactKeys(Contact, Keys);
        EventBuilder.AddCustomer(Payload, Keys);
        exit(true);
    end;

    local procedure MappingName(JobErrors: Record "Integration Synch. Job Errors"): Text
    var
        SynchJob: Record "Integration Synch. Job";
    begin
        SynchJob.SetLoadFields("Integration Table Mapping Name");
        if SynchJob.Get(JobErrors."Integration Synch. Job ID") then
            exit(SynchJob."Integration Table Mapping Name");
        exit('');
    end;

    local procedure IsOfDataverse(AboutRecordId: RecordId): Boolean
    begin
        exit(AboutRecordId.TableNo() in [Database::"CRM Account", Database::"CRM Contact"]);
    end;
}
