namespace Landfall.BusinessCentral;

/// <summary>
/// Keeps the API key of the company in isolated storage. No table and no log holds it.
/// </summary>
codeunit 50100 "LDF Secret Store"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        ApiKeyTok: Label 'LDF-API-KEY', Locked = true;

    /// <summary>
    /// Stores the key, in place of an earlier one.
    /// </summary>
    [NonDebuggable]
    procedure SetApiKey(ApiKey: SecretText)
    begin
        if ApiKey.IsEmpty() then
            DeleteApiKey()
        else
            if EncryptionEnabled() then
                IsolatedStorage.SetEncrypted(ApiKeyTok, ApiKey, DataScope::Company)
            else
                IsolatedStorage.Set(ApiKeyTok, ApiKey, DataScope::Company);
    end;

    /// <summary>
    /// Whether a key is stored.
    /// </summary>
    procedure HasApiKey(): Boolean
    begin
        exit(IsolatedStorage.Contains(ApiKeyTok, DataScope::Company));
    end;

    /// <summary>
    /// The stored key. False when there is none.
    /// </summary>
    [NonDebuggable]
    procedure GetApiKey(var ApiKey: SecretText): Boolean
    begin
        if not HasApiKey() then
            exit(false);
        exit(IsolatedStorage.Get(ApiKeyTok, DataScope::Company, ApiKey));
    end;

    /// <summary>
    /// Forgets the key.
    /// </summary>
    procedure DeleteApiKey()
    begin
        if HasApiKey() then
            IsolatedStorage.Delete(ApiKeyTok, DataScope::Company);
    end;
}
