namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Sales.Customer;

/// <summary>
/// Asks all providers for the keys of a customer or a contact.
/// </summary>
codeunit 50112 "LDF Key Collector"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// All keys of the customer.
    /// </summary>
    procedure CollectCustomerKeys(Customer: Record Customer; var Keys: Codeunit "LDF Customer Keys")
    var
        Events: Codeunit "LDF Events";
        Ordinal: Integer;
        Provider: Interface "LDF Key Provider";
    begin
        foreach Ordinal in Enum::"LDF Key Provider".Ordinals() do begin
            Provider := Enum::"LDF Key Provider".FromInteger(Ordinal);
            Provider.AddCustomerKeys(Customer, Keys);
        end;
        Events.OnAfterCollectCustomerKeys(Customer, Keys);
    end;

    /// <summary>
    /// All keys of the contact.
    /// </summary>
    procedure CollectContactKeys(Contact: Record Contact; var Keys: Codeunit "LDF Customer Keys")
    var
        Events: Codeunit "LDF Events";
        Ordinal: Integer;
        Provider: Interface "LDF Key Provider";
    begin
        foreach Ordinal in Enum::"LDF Key Provider".Ordinals() do begin
            Provider := Enum::"LDF Key Provider".FromInteger(Ordinal);
            Provider.AddContactKeys(Contact, Keys);
        end;
        Events.OnAfterCollectContactKeys(Contact, Keys);
    end;
}
