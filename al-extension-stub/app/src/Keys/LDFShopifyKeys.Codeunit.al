namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;
using Microsoft.Sales.Customer;

/// <summary>
/// The ids of the shop customers and companies that the Shopify Connector has linked with a customer. Without the connector: nothing.
/// </summary>
codeunit 50116 "LDF Shopify Keys" implements "LDF Key Provider"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// Adds the ids of the linked shop customers and companies.
    /// </summary>
    procedure AddCustomerKeys(Customer: Record Customer; var Keys: Codeunit "LDF Customer Keys")
    var
        ShopifyTables: Codeunit "LDF Shopify Tables";
    begin
        AddLinked(ShopifyTables.CustomerTable(), ShopifyTables.CustomerSystemIdField(), Customer.SystemId, Keys);
        AddLinked(ShopifyTables.CompanyTable(), ShopifyTables.CompanyCustomerSystemIdField(), Customer.SystemId, Keys);
    end;

    /// <summary>
    /// Adds nothing: the connector links customers, not contacts.
    /// </summary>
    procedure AddContactKeys(Contact: Record Contact; var Keys: Codeunit "LDF Customer Keys")
    begin
    end;

    local procedure AddLinked(TableId: Integer; LinkFieldNo: Integer; CustomerSystemId: Guid; var Keys: Codeunit "LDF Customer Keys")
    var
        ShopifyTables: Codeunit "LDF Shopify Tables";
        LinkedRef: RecordRef;
        ShopId: Integer;
        ShopIdFieldNo: Integer;
    begin
        if not ShopifyTables.OpenTable(LinkedRef, TableId) then
            exit;
        ShopIdFieldNo := ShopifyTables.CustomerShopIdField();
        if TableId = ShopifyTables.CompanyTable() then
            ShopIdFieldNo := ShopifyTables.CompanyShopIdField();
        LinkedRef.Field(LinkFieldNo).SetRange(CustomerSystemId);
        if LinkedRef.FindSet() then
            repeat
                ShopId := LinkedRef.Field(ShopIdFieldNo).Value();
                Keys.AddExternalId(
                    ShopifyTables.GetSourceOfShopId(ShopId), Format(LinkedRef.Field(ShopifyTables.IdField()).Value(), 0, 9));
            until LinkedRef.Next() = 0;
    end;
}
