namespace Landfall.BusinessCentral;

using System.Reflection;

/// <summary>
/// The tables of the Shopify Connector that we read. The connector may be missing, so there is no dependency on it: tables and fields are
/// opened by number. The comments name them, and a test compares numbers and names.
/// </summary>
codeunit 50117 "LDF Shopify Tables"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// Opens a table for reading. False when the connector is not installed or the user may not read it.
    /// </summary>
    procedure OpenTable(var TableRef: RecordRef; TableId: Integer): Boolean
    var
        AllObjWithCaption: Record AllObjWithCaption;
    begin
        if not AllObjWithCaption.Get(AllObjWithCaption."Object Type"::Table, TableId) then
            exit(false);
        TableRef.Open(TableId);
        exit(TableRef.ReadPermission());
    end;

    /// <summary>
    /// The source of a shop that is named by its code, or ''.
    /// </summary>
    procedure GetSourceOfShopCode(ShopCode: Code[20]): Text
    var
        ShopSource: Record "LDF Shop Source";
    begin
        if not ShopSource.Get(ShopCode) then
            exit('');
        exit(ShopSource."Source ID");
    end;

    /// <summary>
    /// The source of a shop that is named by its number, or ''.
    /// </summary>
    procedure GetSourceOfShopId(ShopId: Integer): Text
    var
        ShopRef: RecordRef;
        ShopCode: Code[20];
    begin
        if not OpenTable(ShopRef, ShopTable()) then
            exit('');
        ShopRef.Field(ShopIdField()).SetRange(ShopId);
        if not ShopRef.FindFirst() then
            exit('');
        ShopCode := ShopRef.Field(ShopCodeField()).Value();
        exit(GetSourceOfShopCode(ShopCode));
    end;

    procedure ShopTable(): Integer
    begin
        exit(30102); // Shpfy Shop
    end;

    procedure ShopCodeField(): Integer
    begin
        exit(1); // Shpfy Shop: Code
    end;

    procedure ShopIdField(): Integer
    begin
        exit(200); // Shpfy Shop: Shop Id
    end;

    procedure CustomerTable(): Integer
    begin
        exit(30105); // Shpfy Customer
    end;

    procedure CompanyTable(): Integer
    begin
        exit(30150); // Shpfy Company
    end;

    procedure OrderHeaderTable(): Integer
    begin
        exit(30118); // Shpfy Order Header
    end;

    procedure DocumentLinkTable(): Integer
    begin
        exit(30146); // Shpfy Doc. Link To Doc.
    end;

    procedure SkippedRecordTable(): Integer
    begin
        exit(30159); // Shpfy Skipped Record
    end;

    procedure IdField(): Integer
    begin
        exit(1); // Shpfy Customer: Id, Shpfy Company: Id, Shpfy Order Header: Shopify Order Id
    end;

    procedure CustomerSystemIdField(): Integer
    begin
        exit(101); // Shpfy Customer: Customer SystemId
    end;

    procedure CustomerShopIdField(): Integer
    begin
        exit(103); // Shpfy Customer: Shop Id
    end;

    procedure CompanyCustomerSystemIdField(): Integer
    begin
        exit(7); // Shpfy Company: Customer SystemId
    end;

    procedure CompanyShopIdField(): Integer
    begin
        exit(9); // Shpfy Company: Shop Id
    end;

    procedure OrderTestField(): Integer
    begin
        exit(67); // Shpfy Order Header: Test
    end;

    procedure OrderCancelledAtField(): Integer
    begin
        exit(80); // Shpfy Order Header: Cancelled At
    end;

    procedure OrderShopCodeField(): Integer
    begin
        exit(500); // Shpfy Order Header: Shop Code
    end;

    procedure OrderSellToCustomerField(): Integer
    begin
        exit(1000); // Shpfy Order Header: Sell-to Customer No.
    end;

    procedure OrderHasErrorField(): Integer
    begin
        exit(1002); // Shpfy Order Header: Has Error
    end;

    procedure OrderErrorMessageField(): Integer
    begin
        exit(1003); // Shpfy Order Header: Error Message
    end;

    procedure OrderProcessedField(): Integer
    begin
        exit(1004); // Shpfy Order Header: Processed
    end;

    procedure OrderStateErrorField(): Integer
    begin
        exit(1020); // Shpfy Order Header: Has Order State Error
    end;

    procedure LinkDocumentTypeField(): Integer
    begin
        exit(1); // Shpfy Doc. Link To Doc.: Shopify Document Type
    end;

    procedure LinkDocumentIdField(): Integer
    begin
        exit(2); // Shpfy Doc. Link To Doc.: Shopify Document Id
    end;

    procedure LinkDocumentNoField(): Integer
    begin
        exit(4); // Shpfy Doc. Link To Doc.: Document No.
    end;

    procedure SkippedTableIdField(): Integer
    begin
        exit(3); // Shpfy Skipped Record: Table Id
    end;

    procedure SkippedRecordIdField(): Integer
    begin
        exit(5); // Shpfy Skipped Record: Record ID
    end;

    procedure SkippedReasonField(): Integer
    begin
        exit(7); // Shpfy Skipped Record: Skipped Reason
    end;
}
