namespace Landfall.BusinessCentral;

/// <summary>
/// What can go wrong with a request, with the next step as an action. No error repeats what was sent.
/// </summary>
codeunit 50109 "LDF Errors"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        AllowRequestsLbl: Label 'Open extension management';
        BlockedErr: Label 'This environment does not allow the extension Landfall to call a server. Open the extension''s configuration and switch on Allow HttpClient Requests.';
        BlockedTitleLbl: Label 'Requests are blocked';
        NotReachedErr: Label 'The Landfall server cannot be reached. Business Central online reaches only servers with a public name and a valid certificate.';
        NotReachedTitleLbl: Label 'No connection';
        NotSetUpErr: Label 'Landfall is not set up in this company. Enter the address of the server and an API key.';
        NotSetUpTitleLbl: Label 'Not set up';
        NotUnderstoodErr: Label 'The answer is not that of a Landfall server. Check the address in the setup.';
        OpenSetupLbl: Label 'Open Landfall setup';
        RefusedErr: Label 'The Landfall server refused the request: %1', Comment = '%1 = message of the server, in English';
        RefusedKeyErr: Label 'The Landfall server does not know the API key. Enter a new one in the setup.';
        RefusedRoleErr: Label 'The API key of this company may ask questions but not send evidence. It needs the role ingester.';
        RefusedTitleLbl: Label 'Refused';
        TechnicalTok: Label 'HTTP status %1, reason %2', Locked = true;
        TryLaterErr: Label 'The Landfall server is busy. Try again later.';

    /// <summary>
    /// Nobody has entered the address or the key yet.
    /// </summary>
    procedure NotSetUp(): ErrorInfo
    begin
        exit(WithSetup(NotSetUpTitleLbl, NotSetUpErr));
    end;

    /// <summary>
    /// An administrator has to allow the extension to call servers.
    /// </summary>
    procedure Blocked() Result: ErrorInfo
    begin
        Result := Create(BlockedTitleLbl, BlockedErr);
        Result.AddAction(AllowRequestsLbl, Codeunit::"LDF Error Actions", 'OpenExtensionManagement');
    end;

    /// <summary>
    /// There was no answer.
    /// </summary>
    procedure NotReached(): ErrorInfo
    begin
        exit(WithSetup(NotReachedTitleLbl, NotReachedErr));
    end;

    /// <summary>
    /// The answer is not JSON.
    /// </summary>
    procedure NotUnderstood(): ErrorInfo
    begin
        exit(WithSetup(NotReachedTitleLbl, NotUnderstoodErr));
    end;

    /// <summary>
    /// The server answered with an error. Its messages hold no personal data.
    /// </summary>
    procedure Refused(StatusCode: Integer; Reason: Text; ServerMessage: Text) Result: ErrorInfo
    begin
        case StatusCode of
            401:
                Result := WithSetup(RefusedTitleLbl, RefusedKeyErr);
            403:
                Result := WithSetup(RefusedTitleLbl, RefusedRoleErr);
            429, 503:
                Result := Create(RefusedTitleLbl, TryLaterErr);
            else
                Result := WithSetup(RefusedTitleLbl, StrSubstNo(RefusedErr, ServerMessage));
        end;
        Result.DetailedMessage := StrSubstNo(TechnicalTok, StatusCode, Reason);
    end;

    local procedure WithSetup(Title: Text; MessageText: Text) Result: ErrorInfo
    begin
        Result := Create(Title, MessageText);
        Result.AddAction(OpenSetupLbl, Codeunit::"LDF Error Actions", 'OpenSetup');
    end;

    local procedure Create(Title: Text; MessageText: Text) Result: ErrorInfo
    begin
        Result.Title := Title;
        Result.Message := MessageText;
        Result.DataClassification := DataClassification::SystemMetadata;
        Result.Verbosity := Verbosity::Warning;
    end;
}
