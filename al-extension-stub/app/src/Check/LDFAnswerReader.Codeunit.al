namespace Landfall.BusinessCentral;

/// <summary>
/// Reads answers of the server. What is missing in an answer is empty in the result, so a newer server is no problem.
/// </summary>
codeunit 50120 "LDF Answer Reader"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        CounterpartTok: Label '%1/%2/%3: %4', Locked = true;
        EntityTok: Label '%1: %2', Locked = true;
        EntityWithCustomersTok: Label '%1: %2 (%3)', Locked = true;

    /// <summary>
    /// Reads the answer to one check into a result.
    /// </summary>
    procedure ReadCheck(Check: JsonObject; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        Events: Codeunit "LDF Events";
        Blocked: JsonObject;
    begin
        TempCheckResult.Verdict := ReadVerdict(GetText(Check, 'verdict'));
        TempCheckResult.Explanation := Shorten(GetText(Check, 'explanation'));
        TempCheckResult.Entities := Shorten(ReadEntities(Check));
        TempCheckResult."Link URL" := Shorten(ReadLink(Check));
        TempCheckResult.Counterparts := Shorten(ReadCounterparts(Check));
        TempCheckResult.Reasons := '';
        TempCheckResult."Next Action" := '';
        AddReasons(Check, TempCheckResult);
        Blocked := GetObject(Check, 'blockedValue');
        TempCheckResult."Blocked Amount" := GetDecimal(Blocked, 'amount');
        TempCheckResult."Blocked Currency" := CopyStr(GetText(Blocked, 'currencyCode'), 1, MaxStrLen(TempCheckResult."Blocked Currency"));
        TempCheckResult."As of" := GetDateTime(Check, 'asOf');
        Events.OnAfterReadCheck(Check, TempCheckResult);
    end;

    /// <summary>
    /// Adds the reasons of a further check, of a coupled record for example, to a result. A reason that is there already is not repeated.
    /// </summary>
    procedure AddReasons(Check: JsonObject; var TempCheckResult: Record "LDF Check Result" temporary)
    var
        Reason: JsonToken;
    begin
        foreach Reason in GetArray(Check, 'reasons') do begin
            TempCheckResult.Reasons := Shorten(AddLine(TempCheckResult.Reasons, GetText(Reason.AsObject(), 'message')));
            TempCheckResult."Next Action" := Shorten(AddLine(TempCheckResult."Next Action", GetText(Reason.AsObject(), 'action')));
        end;
    end;

    /// <summary>
    /// The verdict that a word of the server stands for. An unknown word is Unknown.
    /// </summary>
    procedure ReadVerdict(Word: Text): Enum "LDF Verdict"
    begin
        case Word of
            'PROMOTED':
                exit(Enum::"LDF Verdict"::Promoted);
            'NOT_PROMOTED':
                exit(Enum::"LDF Verdict"::"Not Promoted");
            'AWAITING_SYNC':
                exit(Enum::"LDF Verdict"::"Awaiting Sync");
            'OUT_OF_SCOPE':
                exit(Enum::"LDF Verdict"::"Out of Scope");
            else
                exit(Enum::"LDF Verdict"::Unknown);
        end;
    end;

    /// <summary>
    /// The answer to each check of a batch, in order.
    /// </summary>
    procedure ReadBatch(Answer: JsonObject) Results: List of [JsonObject]
    var
        Result: JsonToken;
    begin
        foreach Result in GetArray(Answer, 'results') do
            Results.Add(Result.AsObject());
    end;

    /// <summary>
    /// Reads the cards into rows. Cards that are not in the answer any more are deleted.
    /// </summary>
    procedure ReadCards(Answer: JsonObject; var CardCount: Record "LDF Card Count")
    var
        Card: JsonToken;
        Now: DateTime;
    begin
        Now := CurrentDateTime();
        CardCount.DeleteAll(true);
        foreach Card in GetArray(Answer, 'cards') do
            InsertCard(Card.AsObject(), Now, CardCount);
    end;

    /// <summary>
    /// How many rows of a push were refused.
    /// </summary>
    procedure ReadRejected(Answer: JsonObject): Integer
    begin
        exit(GetInteger(Answer, 'rejected'));
    end;

    /// <summary>
    /// Why the first row was refused, or ''. The server's causes hold no personal data.
    /// </summary>
    procedure ReadFirstReject(Answer: JsonObject): Text
    var
        Reject: JsonToken;
    begin
        foreach Reject in GetArray(Answer, 'rejects') do
            exit(GetText(Reject.AsObject(), 'cause'));
        exit('');
    end;

    /// <summary>
    /// The ids of a list of objects, of sources for example.
    /// </summary>
    procedure ReadIds(Answer: JsonObject; ListName: Text) Ids: List of [Text]
    var
        Element: JsonToken;
    begin
        foreach Element in GetArray(Answer, ListName) do
            Ids.Add(GetText(Element.AsObject(), 'id'));
    end;

    /// <summary>
    /// The machine-readable reason of an error.
    /// </summary>
    procedure ReadErrorReason(Answer: JsonObject): Text
    begin
        exit(GetText(GetObject(Answer, 'error'), 'reason'));
    end;

    /// <summary>
    /// The message of an error, for people, in English.
    /// </summary>
    procedure ReadErrorMessage(Answer: JsonObject): Text
    begin
        exit(GetText(GetObject(Answer, 'error'), 'message'));
    end;

    /// <summary>
    /// Several texts as one.
    /// </summary>
    procedure JoinTexts(Texts: List of [Text]; Separator: Text) Joined: Text
    var
        Element: Text;
    begin
        foreach Element in Texts do
            if Joined = '' then
                Joined := Element
            else
                Joined += Separator + Element;
    end;

    /// <summary>
    /// An object in an object; an empty one when it is missing.
    /// </summary>
    procedure GetObject(Parent: JsonObject; Name: Text) Child: JsonObject
    var
        Token: JsonToken;
    begin
        if not Parent.Get(Name, Token) then
            exit;
        if Token.IsObject() then
            Child := Token.AsObject();
    end;

    local procedure ReadEntities(Check: JsonObject): Text
    var
        Entity: JsonToken;
        Customer: JsonToken;
        Accounts: List of [Text];
        Lines: List of [Text];
        EntityObject: JsonObject;
    begin
        foreach Entity in GetArray(Check, 'entities') do begin
            EntityObject := Entity.AsObject();
            Clear(Accounts);
            foreach Customer in GetArray(EntityObject, 'customers') do
                Accounts.Add(GetText(Customer.AsObject(), 'account'));
            if Accounts.Count() = 0 then
                Lines.Add(StrSubstNo(EntityTok, GetText(EntityObject, 'entity'), OutcomeText(EntityObject)))
            else
                Lines.Add(StrSubstNo(
                    EntityWithCustomersTok, GetText(EntityObject, 'entity'), OutcomeText(EntityObject), JoinTexts(Accounts, ', ')));
        end;
        exit(JoinTexts(Lines, NewLine()));
    end;

    local procedure OutcomeText(Entity: JsonObject): Text
    var
        MissingTxt: Label 'missing';
        PresentTxt: Label 'present';
        PresentNotExpectedTxt: Label 'present, not expected';
        UnknownTxt: Label 'unknown';
    begin
        case GetText(Entity, 'outcome') of
            'PRESENT':
                exit(PresentTxt);
            'MISSING':
                exit(MissingTxt);
            'PRESENT_NOT_EXPECTED':
                exit(PresentNotExpectedTxt);
            else
                exit(UnknownTxt);
        end;
    end;

    local procedure ReadLink(Check: JsonObject): Text
    var
        Entity: JsonToken;
        Customer: JsonToken;
        Url: Text;
    begin
        foreach Entity in GetArray(Check, 'entities') do
            foreach Customer in GetArray(Entity.AsObject(), 'customers') do begin
                Url := GetText(Customer.AsObject(), 'url');
                if Url.StartsWith('https://') then
                    exit(Url);
            end;
        exit('');
    end;

    local procedure ReadCounterparts(Check: JsonObject): Text
    var
        Counterpart: JsonToken;
        Lines: List of [Text];
        Reference: JsonObject;
    begin
        foreach Counterpart in GetArray(Check, 'counterparts') do begin
            Reference := GetObject(Counterpart.AsObject(), 'record');
            Lines.Add(StrSubstNo(
                CounterpartTok, GetText(Reference, 'source'), GetText(Reference, 'type'), GetText(Reference, 'id'),
                Format(ReadVerdict(GetText(Counterpart.AsObject(), 'verdict')))));
        end;
        exit(JoinTexts(Lines, NewLine()));
    end;

    local procedure InsertCard(Card: JsonObject; Now: DateTime; var CardCount: Record "LDF Card Count")
    begin
        CardCount.Init();
        CardCount."Card ID" := CopyStr(GetText(Card, 'card'), 1, MaxStrLen(CardCount."Card ID"));
        CardCount.Title := CopyStr(GetText(Card, 'title'), 1, MaxStrLen(CardCount.Title));
        CardCount."Card Count" := GetInteger(Card, 'count');
        CardCount."Alert Firing" := GetBoolean(GetObject(Card, 'alert'), 'firing');
        CardCount.Complete := GetBoolean(Card, 'complete');
        CardCount."Blocked Amount" := GetDecimal(GetObject(Card, 'blockedValue'), 'amount');
        CardCount."Blocked Currency" := CopyStr(
            GetText(GetObject(Card, 'blockedValue'), 'currencyCode'), 1, MaxStrLen(CardCount."Blocked Currency"));
        CardCount."Read At" := Now;
        CardCount.Insert(true);
    end;

    local procedure AddLine(Existing: Text; Line: Text): Text
    begin
        if (Line = '') or (Existing = Line) or Existing.Split(NewLine()).Contains(Line) then
            exit(Existing);
        if Existing = '' then
            exit(Line);
        exit(Existing + NewLine() + Line);
    end;

    local procedure NewLine() LineFeed: Text
    begin
        LineFeed := ' ';
        LineFeed[1] := 10;
    end;

    local procedure Shorten(Value: Text): Text[2048]
    begin
        exit(CopyStr(Value, 1, 2048));
    end;

    local procedure GetArray(Parent: JsonObject; Name: Text) Elements: JsonArray
    var
        Token: JsonToken;
    begin
        if not Parent.Get(Name, Token) then
            exit;
        if Token.IsArray() then
            Elements := Token.AsArray();
    end;

    local procedure GetText(Parent: JsonObject; Name: Text): Text
    var
        Value: JsonValue;
    begin
        if GetValue(Parent, Name, Value) then
            exit(Value.AsText());
        exit('');
    end;

    local procedure GetDecimal(Parent: JsonObject; Name: Text): Decimal
    var
        Value: JsonValue;
    begin
        if GetValue(Parent, Name, Value) then
            exit(Value.AsDecimal());
        exit(0);
    end;

    local procedure GetInteger(Parent: JsonObject; Name: Text): Integer
    var
        Value: JsonValue;
    begin
        if GetValue(Parent, Name, Value) then
            exit(Value.AsInteger());
        exit(0);
    end;

    local procedure GetBoolean(Parent: JsonObject; Name: Text): Boolean
    var
        Value: JsonValue;
    begin
        if GetValue(Parent, Name, Value) then
            exit(Value.AsBoolean());
        exit(false);
    end;

    local procedure GetDateTime(Parent: JsonObject; Name: Text) Result: DateTime
    begin
        if not Evaluate(Result, GetText(Parent, Name), 9) then
            Result := 0DT;
    end;

    local procedure GetValue(Parent: JsonObject; Name: Text; var Value: JsonValue): Boolean
    var
        Token: JsonToken;
    begin
        if not Parent.Get(Name, Token) then
            exit(false);
        if not Token.IsValue() then
            exit(false);
        Value := Token.AsValue();
        exit(not Value.IsNull());
    end;
}
