namespace Landfall.BusinessCentral.Test;

using Landfall.BusinessCentral;
using Microsoft.Integration.Shopify;
using Microsoft.Sales.Customer;
using System.TestLibraries.Utilities;

/// <summary>
/// Orders and records that the Shopify Connector left behind.
/// </summary>
codeunit 50162 "LDF Shop Evidence Tests"
{
    Subtype = Test;
    TestHttpRequestPolicy = BlockOutboundRequests;
    TestPermissions = Disabled;

    var
        Assert: Codeunit "Library Assert";
        Library: Codeunit "LDF Library";
        ShopifyTables: Codeunit "LDF Shopify Tables";
        ShopOrderReader: Codeunit "LDF Shop Order Reader";
        ShopSkippedReader: Codeunit "LDF Shop Skipped Reader";

    [Test]
    procedure AnOrderWithAnError()
    var
        ShpfyOrderHeader: Record "Shpfy Order Header";
        Written: Text;
    begin
        // [GIVEN] An order that failed; the connector wrote the time of day in front
        Initialize();
        Library.CreateShopOrder(ShpfyOrderHeader, 450789, 'WEB');
        ShpfyOrderHeader."Has Error" := true;
        ShpfyOrderHeader."Error Message" := '14:05:31 Not everything can be mapped.';
        ShpfyOrderHeader.Modify(false);

        // [THEN] The event names the order, and the text has no time
        Written := ReadOrders();
        Assert.IsTrue(Written.Contains('\"id\":\"bc-ukco-shop-order-450789\"'), 'The id');
        Assert.IsTrue(Written.Contains('\"record\":{\"source\":\"shop\",\"type\":\"order\",\"id\":\"450789\"}'), 'The order');
        Assert.IsTrue(Written.Contains('\"message\":\"Not everything can be mapped.\",\"code\":\"SHOP_ORDER_ERROR\"'), 'The text');
    end;

    [Test]
    procedure AnOrderThatWasLeftAloneWithoutAWord()
    var
        ShpfyOrderHeader: Record "Shpfy Order Header";
    begin
        // [SCENARIO] No error, no customer, not processed: the customer could not be mapped.
        Initialize();
        Library.CreateShopOrder(ShpfyOrderHeader, 450790, 'WEB');

        Assert.IsTrue(ReadOrders().Contains('\"code\":\"SHOP_ORDER_WITHOUT_CUSTOMER\"'), 'The silent case');
    end;

    [Test]
    procedure AnOrderThatWaitsWithItsCustomer()
    var
        ShpfyOrderHeader: Record "Shpfy Order Header";
    begin
        // [SCENARIO] It has a customer: somebody will create the document.
        Initialize();
        Library.CreateShopOrder(ShpfyOrderHeader, 450791, 'WEB');
        ShpfyOrderHeader."Sell-to Customer No." := 'C00010';
        ShpfyOrderHeader.Modify(false);

        Assert.AreEqual('', ReadOrders(), 'Not stuck');
    end;

    [Test]
    procedure AnOrderThatIsProcessed()
    var
        ShpfyOrderHeader: Record "Shpfy Order Header";
    begin
        Initialize();
        Library.CreateShopOrder(ShpfyOrderHeader, 450792, 'WEB');
        ShpfyOrderHeader.Processed := true;
        ShpfyOrderHeader.Modify(false);

        Assert.AreEqual('', ReadOrders(), 'Not stuck');
    end;

    [Test]
    procedure AnOrderThatChangedAfterItWasProcessed()
    var
        ShpfyOrderHeader: Record "Shpfy Order Header";
        Written: Text;
    begin
        // [SCENARIO] The document keeps the old amounts.
        Initialize();
        Library.CreateShopOrder(ShpfyOrderHeader, 450793, 'WEB');
        ShpfyOrderHeader.Processed := true;
        ShpfyOrderHeader."Has Order State Error" := true;
        ShpfyOrderHeader.Modify(false);

        Written := ReadOrders();

        Assert.IsTrue(Written.Contains('\"code\":\"SHOP_ORDER_CHANGED\"'), 'The code');
        Assert.IsTrue(Written.Contains('\"message\":\"SHOP_ORDER_CHANGED\"'), 'A message is never empty');
    end;

    [Test]
    procedure AnOrderThatHasADocument()
    var
        ShpfyDocLinkToDoc: Record "Shpfy Doc. Link To Doc.";
        ShpfyOrderHeader: Record "Shpfy Order Header";
    begin
        // [GIVEN] An order that is not marked as processed, but has a document
        Initialize();
        Library.CreateShopOrder(ShpfyOrderHeader, 450794, 'WEB');
        ShpfyDocLinkToDoc.SetRange("Shopify Document Id", 450794);
        ShpfyDocLinkToDoc.DeleteAll(false);
        ShpfyDocLinkToDoc.Init();
        Evaluate(ShpfyDocLinkToDoc."Shopify Document Type", '1');
        ShpfyDocLinkToDoc."Shopify Document Id" := 450794;
        Evaluate(ShpfyDocLinkToDoc."Document Type", '1');
        ShpfyDocLinkToDoc."Document No." := 'SO-1';
        ShpfyDocLinkToDoc.Insert(false);

        // [THEN] It is not stuck
        Assert.AreEqual('', ReadOrders(), 'Not stuck');
        ShpfyDocLinkToDoc.DeleteAll(false);
    end;

    [Test]
    procedure OrdersOfATestAndCancelledOrders()
    var
        ShpfyOrderHeader: Record "Shpfy Order Header";
    begin
        Initialize();
        Library.CreateShopOrder(ShpfyOrderHeader, 450795, 'WEB');
        ShpfyOrderHeader.Test := true;
        ShpfyOrderHeader.Modify(false);
        Library.CreateShopOrder(ShpfyOrderHeader, 450796, 'WEB');
        ShpfyOrderHeader."Cancelled At" := CurrentDateTime();
        ShpfyOrderHeader.Modify(false);

        Assert.AreEqual('', ReadOrders(), 'Neither is missed');
    end;

    [Test]
    procedure AnOrderOfAShopWithoutASource()
    var
        ShpfyOrderHeader: Record "Shpfy Order Header";
    begin
        Initialize();
        Library.CreateShop('OTHER', 18, '');
        Library.CreateShopOrder(ShpfyOrderHeader, 450797, 'OTHER');

        Assert.AreEqual('', ReadOrders(), 'Nobody said what the shop is called');
    end;

    [Test]
    procedure AnOrderThatChangedJustNowIsLeftAlone()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        ShpfyOrderHeader: Record "Shpfy Order Header";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        // [SCENARIO] The connector may be about to process it.
        Initialize();
        Library.CreateShopOrder(ShpfyOrderHeader, 450798, 'WEB');

        Batch.Start(Enum::"LDF Evidence Kind"::"Shop Order");
        ShopOrderReader.ReadNext(EvidenceCursor, Batch);

        Assert.AreEqual(0, Batch.Count(), 'Not yet');
    end;

    [Test]
    procedure ACustomerThatTheConnectorSkipped()
    var
        Customer: Record Customer;
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
        Written: Text;
    begin
        // [GIVEN] A customer without address that could not be sent to the shop
        Initialize();
        Library.CreateCustomer(Customer, 'C00020', Library.TreyResearchId(), 'Trey Research', '');
        AddSkipped(Customer.RecordId(), Database::Customer, 'Customer has no e-mail address.');

        // [WHEN] The skipped records are read
        Batch.Start(Enum::"LDF Evidence Kind"::"Shop Skipped Record");
        Assert.IsFalse(ShopSkippedReader.ReadNext(EvidenceCursor, Batch), 'No more');

        // [THEN] It is an event about the customer
        Written := Requests(Batch);
        Assert.IsTrue(Written.Contains('ukco:5d1c2a7e-0000-4000-8000-000000000002'), 'The customer');
        Assert.IsTrue(Written.Contains('Customer has no e-mail address.'), 'The reason');
        Assert.IsTrue(Written.Contains('SHOP_EXPORT_SKIPPED'), 'The code');
        Assert.AreNotEqual(0, EvidenceCursor."Entry No.", 'The cursor');
    end;

    [Test]
    procedure AnItemThatTheConnectorSkipped()
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        Setup: Record "LDF Setup";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        Initialize();
        Setup.GetOrInsert();
        AddSkipped(Setup.RecordId(), 27, 'Item is blocked.');

        Batch.Start(Enum::"LDF Evidence Kind"::"Shop Skipped Record");
        ShopSkippedReader.ReadNext(EvidenceCursor, Batch);

        Assert.AreEqual(0, Batch.Count(), 'No customer');
    end;

    [Test]
    procedure TheSourceOfAShop()
    begin
        Initialize();

        Assert.AreEqual('shop', ShopifyTables.GetSourceOfShopCode('WEB'), 'By code');
        Assert.AreEqual('shop', ShopifyTables.GetSourceOfShopId(17), 'By number');
        Assert.AreEqual('', ShopifyTables.GetSourceOfShopCode('NONE'), 'No such shop');
        Assert.AreEqual('', ShopifyTables.GetSourceOfShopId(4711), 'No such number');
    end;

    [Test]
    procedure ATableThatIsNotThere()
    var
        TableRef: RecordRef;
    begin
        Assert.IsFalse(ShopifyTables.OpenTable(TableRef, 50149), 'No error');
    end;

    [Test]
    procedure NumbersOfTablesAndFields()
    begin
        // [SCENARIO] The connector is opened by number, so that it may be missing. Here it is there.
        VerifyField(ShopifyTables.ShopTable(), ShopifyTables.ShopCodeField(), 'Code');
        VerifyField(ShopifyTables.ShopTable(), ShopifyTables.ShopIdField(), 'Shop Id');
        VerifyField(ShopifyTables.CustomerTable(), ShopifyTables.IdField(), 'Id');
        VerifyField(ShopifyTables.CustomerTable(), ShopifyTables.CustomerSystemIdField(), 'Customer SystemId');
        VerifyField(ShopifyTables.CustomerTable(), ShopifyTables.CustomerShopIdField(), 'Shop Id');
        VerifyField(ShopifyTables.CompanyTable(), ShopifyTables.CompanyCustomerSystemIdField(), 'Customer SystemId');
        VerifyField(ShopifyTables.CompanyTable(), ShopifyTables.CompanyShopIdField(), 'Shop Id');
    end;

    [Test]
    procedure NumbersOfFieldsOfOrders()
    begin
        VerifyField(ShopifyTables.OrderHeaderTable(), ShopifyTables.IdField(), 'Shopify Order Id');
        VerifyField(ShopifyTables.OrderHeaderTable(), ShopifyTables.OrderTestField(), 'Test');
        VerifyField(ShopifyTables.OrderHeaderTable(), ShopifyTables.OrderCancelledAtField(), 'Cancelled At');
        VerifyField(ShopifyTables.OrderHeaderTable(), ShopifyTables.OrderShopCodeField(), 'Shop Code');
        VerifyField(ShopifyTables.OrderHeaderTable(), ShopifyTables.OrderSellToCustomerField(), 'Sell-to Customer No.');
        VerifyField(ShopifyTables.OrderHeaderTable(), ShopifyTables.OrderHasErrorField(), 'Has Error');
        VerifyField(ShopifyTables.OrderHeaderTable(), ShopifyTables.OrderErrorMessageField(), 'Error Message');
        VerifyField(ShopifyTables.OrderHeaderTable(), ShopifyTables.OrderProcessedField(), 'Processed');
        VerifyField(ShopifyTables.OrderHeaderTable(), ShopifyTables.OrderStateErrorField(), 'Has Order State Error');
    end;

    [Test]
    procedure NumbersOfFieldsOfLinksAndSkippedRecords()
    begin
        VerifyField(ShopifyTables.DocumentLinkTable(), ShopifyTables.LinkDocumentTypeField(), 'Shopify Document Type');
        VerifyField(ShopifyTables.DocumentLinkTable(), ShopifyTables.LinkDocumentIdField(), 'Shopify Document Id');
        VerifyField(ShopifyTables.DocumentLinkTable(), ShopifyTables.LinkDocumentNoField(), 'Document No.');
        VerifyField(ShopifyTables.SkippedRecordTable(), ShopifyTables.SkippedTableIdField(), 'Table Id');
        VerifyField(ShopifyTables.SkippedRecordTable(), ShopifyTables.SkippedRecordIdField(), 'Record ID');
        VerifyField(ShopifyTables.SkippedRecordTable(), ShopifyTables.SkippedReasonField(), 'Skipped Reason');
    end;

    local procedure Initialize()
    var
        ShpfyOrderHeader: Record "Shpfy Order Header";
        SkippedRef: RecordRef;
    begin
        Library.Clean();
        Library.Enable();
        Library.CreateShop('WEB', 17, 'shop');
        ShpfyOrderHeader.DeleteAll(false);
        SkippedRef.Open(ShopifyTables.SkippedRecordTable());
        SkippedRef.DeleteAll(false);
    end;

    local procedure ReadOrders(): Text
    var
        EvidenceCursor: Record "LDF Evidence Cursor";
        Batch: Codeunit "LDF Evidence Batch";
    begin
        // The pass is set to end in the future, as if half an hour had gone by.
        EvidenceCursor."Changed Until" := CurrentDateTime() + 60000;
        Batch.Start(Enum::"LDF Evidence Kind"::"Shop Order");
        ShopOrderReader.ReadNext(EvidenceCursor, Batch);
        exit(Requests(Batch));
    end;

    local procedure Requests(var Batch: Codeunit "LDF Evidence Batch") Written: Text
    begin
        if Batch.Count() > 0 then
            Batch.GetRequests('UKCO', 'bc').WriteTo(Written);
    end;

    local procedure AddSkipped(AboutRecordId: RecordId; TableId: Integer; Reason: Text)
    var
        SkippedRef: RecordRef;
    begin
        SkippedRef.Open(ShopifyTables.SkippedRecordTable());
        SkippedRef.Init();
        SkippedRef.Field(ShopifyTables.SkippedTableIdField()).Value := TableId;
        SkippedRef.Field(ShopifyTables.SkippedRecordIdField()).Value := AboutRecordId;
        SkippedRef.Field(ShopifyTables.SkippedReasonField()).Value := Reason;
        SkippedRef.Insert(false);
    end;

    local procedure VerifyField(TableId: Integer; FieldNo: Integer; FieldName: Text)
    var
        TableRef: RecordRef;
    begin
        Assert.IsTrue(ShopifyTables.OpenTable(TableRef, TableId), StrSubstNo('Table %1', TableId));
        Assert.AreEqual(FieldName, TableRef.Field(FieldNo).Name(), StrSubstNo('Field %1 of table %2', FieldNo, TableId));
    end;
}
