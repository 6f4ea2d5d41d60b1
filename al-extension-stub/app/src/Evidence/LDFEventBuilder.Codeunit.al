namespace Landfall.BusinessCentral;

/// <summary>
/// Builds the rows of evidence. It knows neither tables nor the network.
/// </summary>
codeunit 50126 "LDF Event Builder"
{
    Access = Public;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        EventIdTok: Label 'bc-%1-%2-%3', Locked = true;
        SystemTok: Label 'business_central', Locked = true;

    /// <summary>
    /// An error event of this company, without a record. The id is unique within the kind.
    /// </summary>
    procedure ErrorEvent(LegalEntityId: Text; KindName: Text; Id: Text; At: DateTime; Flow: Text; Map: Text) Payload: JsonObject
    begin
        Payload.Add('id', StrSubstNo(EventIdTok, LowerCase(LegalEntityId), KindName, Id));
        Payload.Add('at', TimeText(At));
        Payload.Add('system', SystemTok);
        Payload.Add('flow', Flow);
        if Map <> '' then
            Payload.Add('map', Map);
        Payload.Add('entity', LegalEntityId);
    end;

    /// <summary>
    /// Says which record an error event is about.
    /// </summary>
    procedure AddRecord(Payload: JsonObject; SourceId: Text; RecordType: Text; RecordId: Text)
    var
        RequestBuilder: Codeunit "LDF Request Builder";
    begin
        Payload.Add('record', RequestBuilder.RecordReference(SourceId, RecordType, RecordId));
    end;

    /// <summary>
    /// Says by keys which customer an error event is about, when the server holds no record of it.
    /// </summary>
    procedure AddCustomer(Payload: JsonObject; var Keys: Codeunit "LDF Customer Keys")
    begin
        if Keys.HasKeys() then
            Payload.Add('customer', Keys.ToJson());
    end;

    /// <summary>
    /// Adds the text of the error as the program wrote it, and a code if there is one.
    /// </summary>
    procedure AddMessage(Payload: JsonObject; ErrorText: Text; ErrorCode: Text)
    begin
        Payload.Add('message', ErrorText);
        if ErrorCode <> '' then
            Payload.Add('code', ErrorCode);
    end;

    /// <summary>
    /// A row of the synchronization errors as the server reads it: the columns of the table.
    /// </summary>
    procedure SyncError(Id: Text; JobId: Text; SourceRecord: Text; DestinationRecord: Text; At: DateTime; ErrorText: Text) Payload: JsonObject
    begin
        Payload.Add('id', Id);
        Payload.Add('integrationSynchJobId', JobId);
        Payload.Add('sourceRecordId', SourceRecord);
        Payload.Add('destinationRecordId', DestinationRecord);
        Payload.Add('dateTime', TimeText(At));
        Payload.Add('errorMessage', ErrorText);
    end;

    /// <summary>
    /// The id of a customer of this company as the server spells it: system ids repeat in copied companies.
    /// </summary>
    procedure CustomerId(LegalEntityId: Text; CustomerSystemId: Guid): Text
    var
        Coupling: Codeunit "LDF Coupling";
        CustomerIdTok: Label '%1:%2', Locked = true;
    begin
        exit(StrSubstNo(CustomerIdTok, LowerCase(LegalEntityId), Coupling.GuidText(CustomerSystemId)));
    end;

    /// <summary>
    /// The text of a connector's error without the time of day at its start, so that equal failures are equal.
    /// </summary>
    procedure WithoutTime(ErrorText: Text): Text
    var
        TimeOfDay: Time;
        Word: Text;
        Rest: Text;
    begin
        Rest := ErrorText.Trim();
        Word := FirstWord(Rest);
        if (StrPos(Word, ':') = 0) or not Evaluate(TimeOfDay, DelChr(Word, '>', ':.-')) then
            exit(Rest);
        Rest := CopyStr(Rest, StrLen(Word) + 1).Trim();
        if FirstWord(Rest) in ['AM', 'PM', 'am', 'pm'] then
            Rest := CopyStr(Rest, 3).Trim();
        exit(DelChr(Rest, '<', ':-. '));
    end;

    local procedure FirstWord(Value: Text): Text
    begin
        if StrPos(Value, ' ') = 0 then
            exit(Value);
        exit(CopyStr(Value, 1, StrPos(Value, ' ') - 1));
    end;

    local procedure TimeText(At: DateTime): Text
    begin
        exit(Format(At, 0, 9));
    end;
}
