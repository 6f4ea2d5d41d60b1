namespace Landfall.BusinessCentral;

/// <summary>
/// Builds the bodies of requests. It knows neither tables nor the network, so a test can compare what it builds with the shared samples.
/// </summary>
codeunit 50119 "LDF Request Builder"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// A check of a customer that is named by keys. The legal entity is the one that is expected to hold it; '' for any.
    /// </summary>
    procedure CheckOfKeys(var Keys: Codeunit "LDF Customer Keys"; LegalEntityId: Text) Check: JsonObject
    begin
        Check.Add('customer', Keys.ToJson());
        AddEntity(Check, LegalEntityId);
    end;

    /// <summary>
    /// A check of a record that the server holds. It also answers what failed about that record.
    /// </summary>
    procedure CheckOfRecord(SourceId: Text; RecordType: Text; RecordId: Text; LegalEntityId: Text) Check: JsonObject
    begin
        Check.Add('record', RecordReference(SourceId, RecordType, RecordId));
        AddEntity(Check, LegalEntityId);
    end;

    /// <summary>
    /// A request with many checks, at most MaxChecks.
    /// </summary>
    procedure BatchOfChecks(Checks: JsonArray) Request: JsonObject
    begin
        Request.Add('checks', Checks);
    end;

    /// <summary>
    /// How many checks one request may hold.
    /// </summary>
    procedure MaxChecks(): Integer
    begin
        exit(1000);
    end;

    /// <summary>
    /// A request that pushes payloads. They are never all there is of their type.
    /// </summary>
    procedure Push(SourceId: Text; RecordType: Text; LegalEntityId: Text; Payloads: List of [Text]) Request: JsonObject
    var
        Rows: JsonArray;
        Row: JsonObject;
        Line: Integer;
    begin
        Request.Add('source', SourceId);
        Request.Add('type', RecordType);
        if LegalEntityId <> '' then
            Request.Add('company', LegalEntityId);
        for Line := 1 to Payloads.Count() do begin
            Clear(Row);
            Row.Add('json', Payloads.Get(Line));
            Row.Add('line', Line);
            Rows.Add(Row);
        end;
        Request.Add('payloads', Rows);
        Request.Add('complete', false);
    end;

    /// <summary>
    /// A reference to a record, as every call takes it.
    /// </summary>
    procedure RecordReference(SourceId: Text; RecordType: Text; RecordId: Text) Reference: JsonObject
    begin
        Reference.Add('source', SourceId);
        Reference.Add('type', RecordType);
        Reference.Add('id', RecordId);
    end;

    local procedure AddEntity(Check: JsonObject; LegalEntityId: Text)
    var
        Entities: JsonArray;
    begin
        if LegalEntityId = '' then
            exit;
        Entities.Add(LegalEntityId);
        Check.Add('expectedEntities', Entities);
    end;
}
