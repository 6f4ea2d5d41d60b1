namespace Landfall.BusinessCentral;

/// <summary>
/// Sends one batch of one kind and saves the cursor. It is run on its own, so that a failure undoes nothing but this batch.
/// </summary>
codeunit 50133 "LDF Evidence Step"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    TableNo = "LDF Evidence Cursor";

    var
        Http: Codeunit "LDF Http";
        More: Boolean;
        RecordsPathTok: Label '/v1/records', Locked = true;

    trigger OnRun()
    var
        Batch: Codeunit "LDF Evidence Batch";
        Reader: Interface "LDF Evidence Reader";
    begin
        Reader := Rec.Kind;
        Batch.Start(Rec.Kind);
        More := Reader.ReadNext(Rec, Batch);
        if Batch.Count() > 0 then
            Send(Batch, Rec);
        Rec.Modify(true);
    end;

    /// <summary>
    /// Whether there may be more rows after those that the last run sent.
    /// </summary>
    procedure HasMore(): Boolean
    begin
        exit(More);
    end;

    /// <summary>
    /// How long the server asked us to wait; 0 when it did not.
    /// </summary>
    procedure GetRetryAfterSeconds(): Integer
    begin
        exit(Http.GetRetryAfterSeconds());
    end;

    local procedure Send(var Batch: Codeunit "LDF Evidence Batch"; var Cursor: Record "LDF Evidence Cursor")
    var
        Setup: Record "LDF Setup";
        PushLog: Record "LDF Push Log";
        AnswerReader: Codeunit "LDF Answer Reader";
        Answer: JsonObject;
        Request: JsonToken;
        Rejected: Integer;
    begin
        Setup.Get();
        foreach Request in Batch.GetRequests(Setup."Legal Entity ID", Setup."Bus. Central Source ID") do begin
            Answer := Http.Post(RecordsPathTok, Request.AsObject());
            Rejected := AnswerReader.ReadRejected(Answer);
            Cursor."Rows Rejected" += Rejected;
            if Rejected > 0 then
                PushLog.AddRejects(Cursor.Kind, Rejected, AnswerReader.ReadFirstReject(Answer));
        end;
        Cursor."Rows Sent" += Batch.Count();
        Cursor."Last Sent At" := CurrentDateTime();
    end;
}
