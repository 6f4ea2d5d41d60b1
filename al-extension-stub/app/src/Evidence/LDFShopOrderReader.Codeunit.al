namespace Landfall.BusinessCentral;

/// <summary>
/// Reads the orders of the Shopify Connector that did not become a document. There are three ways: the connector wrote an error; it left
/// the order alone without a word, because it found no customer; the order changed in the shop after it was processed.
/// </summary>
codeunit 50130 "LDF Shop Order Reader" implements "LDF Evidence Reader"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        ShopifyTables: Codeunit "LDF Shopify Tables";
        ChangedCodeTok: Label 'SHOP_ORDER_CHANGED', Locked = true;
        ErrorCodeTok: Label 'SHOP_ORDER_ERROR', Locked = true;
        ErrorEventTok: Label 'error_event', Locked = true;
        FlowTok: Label 'Shopify Connector', Locked = true;
        KindTok: Label 'shop-order', Locked = true;
        MapTok: Label 'order', Locked = true;
        SilentCodeTok: Label 'SHOP_ORDER_WITHOUT_CUSTOMER', Locked = true;
        SilentTok: Label 'The order was imported, but no customer was found for it. The connector reported no error.', Locked = true;

    /// <summary>
    /// Reads the next orders that changed. An order is left alone until nothing has happened to it for half an hour.
    /// </summary>
    procedure ReadNext(var Cursor: Record "LDF Evidence Cursor"; var Batch: Codeunit "LDF Evidence Batch"): Boolean
    var
        TablePass: Codeunit "LDF Table Pass";
        OrderRef: RecordRef;
        RowsLeft: Integer;
    begin
        if not ShopifyTables.OpenTable(OrderRef, ShopifyTables.OrderHeaderTable()) then
            exit(false);
        RowsLeft := Batch.MaxRows();
        if TablePass.First(Cursor, OrderRef, CurrentDateTime() - QuietTime()) then
            repeat
                AddOrder(OrderRef, Batch);
                TablePass.Keep(Cursor, OrderRef);
                RowsLeft -= 1;
            until (RowsLeft = 0) or (OrderRef.Next() = 0);
        if RowsLeft = 0 then
            exit(true);
        TablePass.Finish(Cursor);
        exit(false);
    end;

    local procedure AddOrder(OrderRef: RecordRef; var Batch: Codeunit "LDF Evidence Batch")
    var
        Setup: Record "LDF Setup";
        EventBuilder: Codeunit "LDF Event Builder";
        Payload: JsonObject;
        ChangedAt: DateTime;
        OrderId: Text;
        SourceId: Text;
        ErrorCode: Text;
        ErrorText: Text;
    begin
        if not IsStuck(OrderRef, ErrorCode, ErrorText) or not Setup.Get() then
            exit;
        SourceId := SourceOf(OrderRef);
        OrderId := Format(OrderRef.Field(ShopifyTables.IdField()).Value(), 0, 9);
        ChangedAt := OrderRef.Field(OrderRef.SystemModifiedAtNo()).Value();
        Payload := EventBuilder.ErrorEvent(Setup."Legal Entity ID", KindTok, OrderId, ChangedAt, FlowTok, MapTok);
        EventBuilder.AddRecord(Payload, SourceId, 'order', OrderId);
        EventBuilder.AddMessage(Payload, ErrorText, ErrorCode);
        Batch.Add(SourceId, ErrorEventTok, Payload);
    end;

    local procedure IsStuck(OrderRef: RecordRef; var ErrorCode: Text; var ErrorText: Text): Boolean
    var
        EventBuilder: Codeunit "LDF Event Builder";
        CancelledAt: DateTime;
        SellToCustomerNo: Code[20];
    begin
        CancelledAt := OrderRef.Field(ShopifyTables.OrderCancelledAtField()).Value();
        if IsTrue(OrderRef, ShopifyTables.OrderTestField()) or (CancelledAt <> 0DT) then
            exit(false);
        SellToCustomerNo := OrderRef.Field(ShopifyTables.OrderSellToCustomerField()).Value();
        ErrorText := EventBuilder.WithoutTime(Format(OrderRef.Field(ShopifyTables.OrderErrorMessageField()).Value()));
        case true of
            IsTrue(OrderRef, ShopifyTables.OrderStateErrorField()):
                ErrorCode := ChangedCodeTok;
            IsTrue(OrderRef, ShopifyTables.OrderProcessedField()), HasDocument(OrderRef):
                exit(false);
            IsTrue(OrderRef, ShopifyTables.OrderHasErrorField()):
                ErrorCode := ErrorCodeTok;
            SellToCustomerNo = '':
                begin
                    ErrorCode := SilentCodeTok;
                    ErrorText := SilentTok;
                end;
            else
                exit(false);
        end;
        if ErrorText = '' then
            ErrorText := ErrorCode;
        exit(true);
    end;

    local procedure HasDocument(OrderRef: RecordRef): Boolean
    var
        LinkRef: RecordRef;
        OrderId: BigInteger;
    begin
        if not ShopifyTables.OpenTable(LinkRef, ShopifyTables.DocumentLinkTable()) then
            exit(false);
        OrderId := OrderRef.Field(ShopifyTables.IdField()).Value();
        LinkRef.Field(ShopifyTables.LinkDocumentTypeField()).SetRange(ShopifyOrderType());
        LinkRef.Field(ShopifyTables.LinkDocumentIdField()).SetRange(OrderId);
        LinkRef.Field(ShopifyTables.LinkDocumentNoField()).SetFilter('<>%1', '');
        exit(not LinkRef.IsEmpty());
    end;

    local procedure SourceOf(OrderRef: RecordRef): Text
    var
        ShopCode: Code[20];
    begin
        ShopCode := OrderRef.Field(ShopifyTables.OrderShopCodeField()).Value();
        exit(ShopifyTables.GetSourceOfShopCode(ShopCode));
    end;

    local procedure IsTrue(RowRef: RecordRef; FieldNo: Integer): Boolean
    var
        Value: Boolean;
    begin
        Value := RowRef.Field(FieldNo).Value();
        exit(Value);
    end;

    local procedure ShopifyOrderType(): Integer
    begin
        exit(1);
    end;

    local procedure QuietTime(): Duration
    begin
        exit(30 * 60 * 1000);
    end;
}
