namespace Landfall.BusinessCentral;

/// <summary>
/// The keys of one customer: what the server may find the customer by. Values go in as they stand in the record; the server brings them
/// into normal form. What comes twice is sent once.
/// </summary>
codeunit 50111 "LDF Customer Keys"
{
    Access = Public;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        CustomerName: Text;
        CountryCode: Text;
        PostCode: Text;
        Emails: List of [Text];
        ExternalIdSources: List of [Text];
        ExternalIdValues: List of [Text];
        TaxIdCountries: List of [Text];
        TaxIdValues: List of [Text];

    /// <summary>
    /// Sets the name. The server uses it only to confirm VAT numbers that have no check digit.
    /// </summary>
    procedure SetName(NewName: Text)
    begin
        CustomerName := NewName.Trim();
    end;

    /// <summary>
    /// Sets where the customer is: the ISO code of the country, and the post code.
    /// </summary>
    procedure SetAddress(NewCountryCode: Text; NewPostCode: Text)
    begin
        CountryCode := NewCountryCode.Trim();
        PostCode := NewPostCode.Trim();
    end;

    /// <summary>
    /// Adds the email addresses of a text. Several are separated by semicolons or commas.
    /// </summary>
    procedure AddEmails(EmailText: Text)
    var
        Email: Text;
    begin
        foreach Email in ConvertStr(EmailText, ',', ';').Split(';') do begin
            Email := Email.Trim();
            if (Email <> '') and not Emails.Contains(Email) and (Emails.Count() < MaxValues()) then
                Emails.Add(Email);
        end;
    end;

    /// <summary>
    /// Adds a VAT or other tax number and the ISO code of the country that issued it, or '' for the country of the address.
    /// </summary>
    procedure AddTaxId(IssuerCountryCode: Text; TaxId: Text)
    begin
        AddPair(TaxIdCountries, TaxIdValues, IssuerCountryCode.Trim(), TaxId.Trim());
    end;

    /// <summary>
    /// Adds an id that another system gave the customer. The source is the id of that system in the Landfall configuration.
    /// </summary>
    procedure AddExternalId(SourceId: Text; ExternalId: Text)
    begin
        if SourceId.Trim() <> '' then
            AddPair(ExternalIdSources, ExternalIdValues, SourceId.Trim(), ExternalId.Trim());
    end;

    /// <summary>
    /// Whether there is anything that the customer could be found by.
    /// </summary>
    procedure HasKeys(): Boolean
    begin
        exit(Emails.Count() + ExternalIdValues.Count() + TaxIdValues.Count() > 0);
    end;

    /// <summary>
    /// The ids that a source gave the customer.
    /// </summary>
    procedure GetExternalIds(SourceId: Text) Ids: List of [Text]
    var
        Index: Integer;
    begin
        for Index := 1 to ExternalIdValues.Count() do
            if ExternalIdSources.Get(Index) = SourceId then
                Ids.Add(ExternalIdValues.Get(Index));
    end;

    /// <summary>
    /// The keys as the server reads them: the message CustomerKeys of its description.
    /// </summary>
    procedure ToJson() Keys: JsonObject
    begin
        AddText(Keys, 'name', CustomerName);
        if Emails.Count() > 0 then
            Keys.Add('emails', TextsToJson(Emails));
        if ExternalIdValues.Count() > 0 then
            Keys.Add('externalIds', PairsToJson('source', ExternalIdSources, ExternalIdValues));
        if TaxIdValues.Count() > 0 then
            Keys.Add('taxIds', PairsToJson('country', TaxIdCountries, TaxIdValues));
        AddText(Keys, 'country', CountryCode);
        AddText(Keys, 'postalCode', PostCode);
    end;

    local procedure AddPair(Firsts: List of [Text]; Values: List of [Text]; First: Text; Value: Text)
    var
        Index: Integer;
    begin
        if (Value = '') or (Values.Count() >= MaxValues()) then
            exit;
        for Index := 1 to Values.Count() do
            if (Firsts.Get(Index) = First) and (Values.Get(Index) = Value) then
                exit;
        Firsts.Add(First);
        Values.Add(Value);
    end;

    local procedure AddText(Target: JsonObject; Name: Text; Value: Text)
    begin
        if Value <> '' then
            Target.Add(Name, Value);
    end;

    local procedure TextsToJson(Texts: List of [Text]) Result: JsonArray
    var
        Value: Text;
    begin
        foreach Value in Texts do
            Result.Add(Value);
    end;

    local procedure PairsToJson(FirstName: Text; Firsts: List of [Text]; Values: List of [Text]) Result: JsonArray
    var
        Index: Integer;
        Pair: JsonObject;
    begin
        for Index := 1 to Values.Count() do begin
            Clear(Pair);
            AddText(Pair, FirstName, Firsts.Get(Index));
            Pair.Add('value', Values.Get(Index));
            Result.Add(Pair);
        end;
    end;

    local procedure MaxValues(): Integer
    begin
        exit(100);
    end;
}
