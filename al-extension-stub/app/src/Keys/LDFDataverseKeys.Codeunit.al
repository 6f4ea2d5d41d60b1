namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Sales.Customer;

/// <summary>
/// The ids of the coupled Dataverse records. A record may have several couplings; all are sent.
/// </summary>
codeunit 50114 "LDF Dataverse Keys" implements "LDF Key Provider"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// Adds the ids of the accounts that the customer is coupled to.
    /// </summary>
    procedure AddCustomerKeys(Customer: Record Customer; var Keys: Codeunit "LDF Customer Keys")
    begin
        AddCouplings(Database::Customer, Customer.SystemId, Keys);
    end;

    /// <summary>
    /// Adds the ids of the Dataverse contacts that the contact is coupled to.
    /// </summary>
    procedure AddContactKeys(Contact: Record Contact; var Keys: Codeunit "LDF Customer Keys")
    begin
        AddCouplings(Database::Contact, Contact.SystemId, Keys);
    end;

    local procedure AddCouplings(TableId: Integer; RecordSystemId: Guid; var Keys: Codeunit "LDF Customer Keys")
    var
        Setup: Record "LDF Setup";
        Coupling: Codeunit "LDF Coupling";
        DataverseId: Text;
    begin
        if not Setup.Get() then
            exit;
        foreach DataverseId in Coupling.GetDataverseIds(TableId, RecordSystemId) do
            Keys.AddExternalId(Setup."Dataverse Source ID", DataverseId);
    end;
}
