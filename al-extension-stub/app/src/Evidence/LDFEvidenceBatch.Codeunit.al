namespace Landfall.BusinessCentral;

/// <summary>
/// Rows of evidence that are sent together. Rows of one source and type become one request.
/// </summary>
codeunit 50125 "LDF Evidence Batch"
{
    Access = Public;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        EvidenceKind: Enum "LDF Evidence Kind";
        Sources: List of [Text];
        Types: List of [Text];
        Payloads: List of [Text];

    /// <summary>
    /// Empties the batch for a kind.
    /// </summary>
    procedure Start(NewKind: Enum "LDF Evidence Kind")
    begin
        EvidenceKind := NewKind;
        Clear(Sources);
        Clear(Types);
        Clear(Payloads);
    end;

    /// <summary>
    /// Adds a row. The source is the id of a source in the Landfall configuration, the type one of its record types. Without a source the
    /// row is left out.
    /// </summary>
    procedure Add(SourceId: Text; RecordType: Text; Payload: JsonObject)
    var
        Events: Codeunit "LDF Events";
        Skip: Boolean;
        PayloadText: Text;
    begin
        if SourceId = '' then
            exit;
        Events.OnBeforeSendEvidence(EvidenceKind, Payload, Skip);
        if Skip then
            exit;
        Payload.WriteTo(PayloadText);
        Sources.Add(SourceId);
        Types.Add(RecordType);
        Payloads.Add(PayloadText);
    end;

    /// <summary>
    /// How many rows there are.
    /// </summary>
    procedure Count(): Integer
    begin
        exit(Payloads.Count());
    end;

    /// <summary>
    /// How many rows of its table a reader may look at for one batch.
    /// </summary>
    procedure MaxRows(): Integer
    begin
        exit(200);
    end;

    /// <summary>
    /// The requests that push the rows, in order.
    /// </summary>
    internal procedure GetRequests(LegalEntityId: Text; BusCentralSourceId: Text) Requests: JsonArray
    var
        Done: List of [Integer];
        Index: Integer;
    begin
        for Index := 1 to Payloads.Count() do
            if not Done.Contains(Index) then
                Requests.Add(TakeGroup(Index, LegalEntityId, BusCentralSourceId, Done));
    end;

    local procedure TakeGroup(First: Integer; LegalEntityId: Text; BusCentralSourceId: Text; Done: List of [Integer]): JsonObject
    var
        RequestBuilder: Codeunit "LDF Request Builder";
        Group: List of [Text];
        Index: Integer;
        Company: Text;
    begin
        for Index := First to Payloads.Count() do
            if (Sources.Get(Index) = Sources.Get(First)) and (Types.Get(Index) = Types.Get(First)) then begin
                Group.Add(Payloads.Get(Index));
                Done.Add(Index);
            end;
        // Only sources of Business Central have companies.
        if Sources.Get(First) = BusCentralSourceId then
            Company := LegalEntityId;
        exit(RequestBuilder.Push(Sources.Get(First), Types.Get(First), Company, Group));
    end;
}
