namespace Landfall.BusinessCentral;

using Microsoft.Sales.Customer;
using System.Threading;

/// <summary>
/// The job that sends evidence. Each kind goes on where it stopped; a kind that fails does not stop the others.
/// </summary>
codeunit 50132 "LDF Evidence Push"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    TableNo = "Job Queue Entry";

    var
        ErrorEventTok: Label 'error_event', Locked = true;
        KindTok: Label 'report', Locked = true;
        RecordsPathTok: Label '/v1/records', Locked = true;
        SomeFailedErr: Label 'Not all evidence could be sent. The page Landfall Evidence shows what is left, and the log says why.';

    trigger OnRun()
    begin
        if not PushAll() then
            Error(SomeFailedErr);
    end;

    /// <summary>
    /// Sends what is new. False when something failed; what was sent before it stays sent.
    /// </summary>
    procedure PushAll() AllSent: Boolean
    var
        Setup: Record "LDF Setup";
        Ordinal: Integer;
    begin
        AllSent := true;
        if not Setup.IsReady() or not Setup."Send Evidence" then
            exit;
        foreach Ordinal in Enum::"LDF Evidence Kind".Ordinals() do
            if not PushKind(Enum::"LDF Evidence Kind".FromInteger(Ordinal)) then
                AllSent := false;
    end;

    /// <summary>
    /// Sends what is new of one kind. False when it failed.
    /// </summary>
    procedure PushKind(EvidenceKind: Enum "LDF Evidence Kind"): Boolean
    var
        Cursor: Record "LDF Evidence Cursor";
        PushLog: Record "LDF Push Log";
        EvidenceStep: Codeunit "LDF Evidence Step";
        Round: Integer;
    begin
        Cursor.GetOrInsert(EvidenceKind);
        if Cursor."Not Before" > CurrentDateTime() then
            exit(true);
        for Round := 1 to MaxRounds() do begin
            // What a round has sent is kept whatever becomes of the next one.
            Commit();
            if not EvidenceStep.Run(Cursor) then begin
                PushLog.AddFailure(EvidenceKind, GetLastErrorText());
                WaitAsAsked(EvidenceKind, EvidenceStep.GetRetryAfterSeconds());
                exit(false);
            end;
            if not EvidenceStep.HasMore() then
                exit(true);
        end;
        exit(true);
    end;

    /// <summary>
    /// Sends one error event about a customer at once.
    /// </summary>
    procedure ReportCustomerError(Customer: Record Customer; EventId: Text; FlowName: Text; ErrorText: Text; ErrorCode: Text)
    var
        Setup: Record "LDF Setup";
        Errors: Codeunit "LDF Errors";
        EventBuilder: Codeunit "LDF Event Builder";
        Http: Codeunit "LDF Http";
        RequestBuilder: Codeunit "LDF Request Builder";
        Payload: JsonObject;
        Payloads: List of [Text];
        PayloadText: Text;
    begin
        if not Setup.IsReady() then
            Error(Errors.NotSetUp());
        Customer.TestField("Privacy Blocked", false);
        Payload := EventBuilder.ErrorEvent(Setup."Legal Entity ID", KindTok, EventId, CurrentDateTime(), FlowName, '');
        EventBuilder.AddRecord(
            Payload, Setup."Bus. Central Source ID", 'customer', EventBuilder.CustomerId(Setup."Legal Entity ID", Customer.SystemId));
        EventBuilder.AddMessage(Payload, ErrorText, ErrorCode);
        Payload.WriteTo(PayloadText);
        Payloads.Add(PayloadText);
        Http.Post(RecordsPathTok, RequestBuilder.Push(Setup."Bus. Central Source ID", ErrorEventTok, Setup."Legal Entity ID", Payloads));
    end;

    local procedure WaitAsAsked(EvidenceKind: Enum "LDF Evidence Kind"; Seconds: Integer)
    var
        Cursor: Record "LDF Evidence Cursor";
    begin
        if Seconds <= 0 then
            exit;
        Cursor.GetOrInsert(EvidenceKind);
        Cursor."Not Before" := CurrentDateTime() + Seconds * 1000;
        Cursor.Modify(true);
    end;

    local procedure MaxRounds(): Integer
    begin
        exit(50);
    end;
}
