namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Sales.Customer;

/// <summary>
/// Knows keys of customers and contacts. To send more keys, implement this and add a value to enum "LDF Key Provider". Providers run in a
/// read-only session when a FactBox asks, so they must not write.
/// </summary>
interface "LDF Key Provider"
{
    /// <summary>
    /// Adds what the provider knows about a customer.
    /// </summary>
    procedure AddCustomerKeys(Customer: Record Customer; var Keys: Codeunit "LDF Customer Keys");

    /// <summary>
    /// Adds what the provider knows about a contact.
    /// </summary>
    procedure AddContactKeys(Contact: Record Contact; var Keys: Codeunit "LDF Customer Keys");
}
