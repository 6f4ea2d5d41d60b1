namespace Landfall.BusinessCentral;

using Microsoft.Sales.Customer;

/// <summary>
/// Reads the customers that the Shopify Connector skipped when it sent them to a shop, with its reason. The connector keeps these rows until
/// an administrator switches on their retention policy.
/// </summary>
codeunit 50131 "LDF Shop Skipped Reader" implements "LDF Evidence Reader"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Permissions = tabledata Customer = r;

    var
        ShopifyTables: Codeunit "LDF Shopify Tables";
        ErrorEventTok: Label 'error_event', Locked = true;
        FlowTok: Label 'Shopify Connector', Locked = true;
        KindTok: Label 'shop-skipped', Locked = true;
        MapTok: Label 'customer', Locked = true;
        SkippedCodeTok: Label 'SHOP_EXPORT_SKIPPED', Locked = true;

    /// <summary>
    /// Reads the next rows by their number.
    /// </summary>
    procedure ReadNext(var Cursor: Record "LDF Evidence Cursor"; var Batch: Codeunit "LDF Evidence Batch"): Boolean
    var
        SkippedRef: RecordRef;
        RowsLeft: Integer;
    begin
        if not ShopifyTables.OpenTable(SkippedRef, ShopifyTables.SkippedRecordTable()) then
            exit(false);
        RowsLeft := Batch.MaxRows();
        SkippedRef.Field(ShopifyTables.IdField()).SetFilter('>%1', Cursor."Entry No.");
        if SkippedRef.FindSet() then
            repeat
                Cursor."Entry No." := SkippedRef.Field(ShopifyTables.IdField()).Value();
                AddSkipped(SkippedRef, Cursor."Entry No.", Batch);
                RowsLeft -= 1;
            until (RowsLeft = 0) or (SkippedRef.Next() = 0);
        exit(RowsLeft = 0);
    end;

    local procedure AddSkipped(SkippedRef: RecordRef; EntryNo: Integer; var Batch: Codeunit "LDF Evidence Batch")
    var
        Customer: Record Customer;
        Setup: Record "LDF Setup";
        EventBuilder: Codeunit "LDF Event Builder";
        Payload: JsonObject;
        SkippedAt: DateTime;
        TableId: Integer;
        SkippedRecordId: RecordId;
    begin
        TableId := SkippedRef.Field(ShopifyTables.SkippedTableIdField()).Value();
        if (TableId <> Database::Customer) or not Setup.Get() then
            exit;
        SkippedRecordId := SkippedRef.Field(ShopifyTables.SkippedRecordIdField()).Value();
        if not Customer.Get(SkippedRecordId) or Customer."Privacy Blocked" then
            exit;
        SkippedAt := SkippedRef.Field(SkippedRef.SystemCreatedAtNo()).Value();
        Payload := EventBuilder.ErrorEvent(Setup."Legal Entity ID", KindTok, Format(EntryNo, 0, 9), SkippedAt, FlowTok, MapTok);
        EventBuilder.AddRecord(
            Payload, Setup."Bus. Central Source ID", 'customer', EventBuilder.CustomerId(Setup."Legal Entity ID", Customer.SystemId));
        EventBuilder.AddMessage(Payload, Format(SkippedRef.Field(ShopifyTables.SkippedReasonField()).Value()), SkippedCodeTok);
        Batch.Add(Setup."Bus. Central Source ID", ErrorEventTok, Payload);
    end;
}
