namespace Landfall.BusinessCentral;

/// <summary>
/// Sends one request to the server. Every problem is an error that says what to do; nothing is sent again from here, because callers
/// may be people who wait.
/// </summary>
codeunit 50108 "LDF Http"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        StatusCode: Integer;
        RetryAfterSeconds: Integer;
        AuthorizationTok: Label 'Authorization', Locked = true;
        BearerTok: Label 'Bearer %1', Locked = true;
        ContentTypeTok: Label 'Content-Type', Locked = true;
        JsonTok: Label 'application/json', Locked = true;
        RetryAfterTok: Label 'Retry-After', Locked = true;

    /// <summary>
    /// Asks for a path such as /v1/cards.
    /// </summary>
    procedure Get(Path: Text): JsonObject
    var
        NoBody: JsonObject;
    begin
        exit(Send('GET', Path, NoBody));
    end;

    /// <summary>
    /// Sends an object to a path such as /v1/check.
    /// </summary>
    procedure Post(Path: Text; Body: JsonObject): JsonObject
    begin
        exit(Send('POST', Path, Body));
    end;

    /// <summary>
    /// The status code of the last answer; 0 when there was none.
    /// </summary>
    procedure GetStatusCode(): Integer
    begin
        exit(StatusCode);
    end;

    /// <summary>
    /// How long the server asked us to wait with the last answer; 0 when it did not.
    /// </summary>
    procedure GetRetryAfterSeconds(): Integer
    begin
        exit(RetryAfterSeconds);
    end;

    local procedure Send(Method: Text; Path: Text; Body: JsonObject) Answer: JsonObject
    var
        Events: Codeunit "LDF Events";
        Telemetry: Codeunit "LDF Telemetry";
        Response: HttpResponseMessage;
        AnswerText: Text;
    begin
        Events.OnBeforeSendRequest(Method, Path, Body);
        SendAndReceive(Method, Path, Body, Response);
        Response.Content().ReadAs(AnswerText);
        ReadRetryAfter(Response);
        Telemetry.LogCall(Path, StatusCode);
        if not Response.IsSuccessStatusCode() then
            Refuse(AnswerText);
        ReadObject(AnswerText, Answer);
        Events.OnAfterReceiveAnswer(Method, Path, Answer);
    end;

    local procedure SendAndReceive(Method: Text; Path: Text; Body: JsonObject; var Response: HttpResponseMessage)
    var
        Setup: Record "LDF Setup";
        Errors: Codeunit "LDF Errors";
        Client: HttpClient;
        Request: HttpRequestMessage;
    begin
        StatusCode := 0;
        RetryAfterSeconds := 0;
        if not Setup.Get() then
            Error(Errors.NotSetUp());
        Request.Method := Method;
        Request.SetRequestUri(Setup."Server URL" + Path);
        AddAuthorization(Request);
        if Method = 'POST' then
            AddContent(Request, Body);
        Client.Timeout := Setup."Timeout (Seconds)" * 1000;
        if not Client.Send(Request, Response) then
            if Response.IsBlockedByEnvironment() then
                Error(Errors.Blocked())
            else
                Error(Errors.NotReached());
        StatusCode := Response.HttpStatusCode();
    end;

    [NonDebuggable]
    local procedure AddAuthorization(var Request: HttpRequestMessage)
    var
        Errors: Codeunit "LDF Errors";
        SecretStore: Codeunit "LDF Secret Store";
        Headers: HttpHeaders;
        ApiKey: SecretText;
    begin
        if not SecretStore.GetApiKey(ApiKey) then
            Error(Errors.NotSetUp());
        Request.GetHeaders(Headers);
        Headers.Add(AuthorizationTok, SecretStrSubstNo(BearerTok, ApiKey));
    end;

    local procedure AddContent(var Request: HttpRequestMessage; Body: JsonObject)
    var
        Content: HttpContent;
        Headers: HttpHeaders;
        BodyText: Text;
    begin
        Body.WriteTo(BodyText);
        Content.WriteFrom(BodyText);
        Content.GetHeaders(Headers);
        if Headers.Contains(ContentTypeTok) then
            Headers.Remove(ContentTypeTok);
        Headers.Add(ContentTypeTok, JsonTok);
        Request.Content := Content;
    end;

    local procedure ReadRetryAfter(Response: HttpResponseMessage)
    var
        Values: List of [Text];
    begin
        if not Response.Headers().Contains(RetryAfterTok) then
            exit;
        Response.Headers().GetValues(RetryAfterTok, Values);
        if Values.Count() > 0 then
            if not Evaluate(RetryAfterSeconds, Values.Get(1)) then
                RetryAfterSeconds := 0;
    end;

    local procedure Refuse(AnswerText: Text)
    var
        AnswerReader: Codeunit "LDF Answer Reader";
        Errors: Codeunit "LDF Errors";
        Answer: JsonObject;
    begin
        if Answer.ReadFrom(AnswerText) then;
        Error(Errors.Refused(StatusCode, AnswerReader.ReadErrorReason(Answer), AnswerReader.ReadErrorMessage(Answer)));
    end;

    local procedure ReadObject(AnswerText: Text; var Answer: JsonObject)
    var
        Errors: Codeunit "LDF Errors";
    begin
        if not Answer.ReadFrom(AnswerText) then
            Error(Errors.NotUnderstood());
    end;
}
