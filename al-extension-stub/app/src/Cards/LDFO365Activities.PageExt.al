namespace Landfall.BusinessCentral;

/// <summary>
/// Tiles with the counts of the server's cards. They show what the job read last and ask nobody.
/// </summary>
pageextension 50104 "LDF O365 Activities" extends "O365 Activities"
{
    layout
    {
        addlast(content)
        {
            cuegroup(LDFCards)
            {
                Caption = 'Customers not landed';

                field(LDFShopCustomers; ShopCustomers)
                {
                    ApplicationArea = All;
                    Caption = 'Shop customers not landed';
                    DrillDown = true;
                    StyleExpr = ShopCustomersStyle;
                    ToolTip = 'Specifies how many shop customers with an order are not in the customer master.';

                    trigger OnDrillDown()
                    begin
                        OpenCards();
                    end;
                }
                field(LDFDataverseCustomers; DataverseCustomers)
                {
                    ApplicationArea = All;
                    Caption = 'Dataverse customers not landed';
                    DrillDown = true;
                    StyleExpr = DataverseCustomersStyle;
                    ToolTip = 'Specifies how many new accounts and contacts of Dataverse are not in the customer master.';

                    trigger OnDrillDown()
                    begin
                        OpenCards();
                    end;
                }
                field(LDFBlockedOrders; BlockedOrders)
                {
                    ApplicationArea = All;
                    Caption = 'Blocked shop orders';
                    DrillDown = true;
                    StyleExpr = BlockedOrdersStyle;
                    ToolTip = 'Specifies how many shop orders cannot be processed because their customer is not in the customer master.';

                    trigger OnDrillDown()
                    begin
                        OpenCards();
                    end;
                }
                field(LDFFailures; Failures)
                {
                    ApplicationArea = All;
                    Caption = 'Integration failures';
                    DrillDown = true;
                    StyleExpr = FailuresStyle;
                    ToolTip = 'Specifies how many failures of integrations were reported in the last days.';

                    trigger OnDrillDown()
                    begin
                        OpenCards();
                    end;
                }
            }
        }
    }

    var
        ShopCustomers: Integer;
        DataverseCustomers: Integer;
        BlockedOrders: Integer;
        Failures: Integer;
        BlockedOrdersTok: Label 'orders-blocked', Locked = true;
        DataverseCustomersTok: Label 'dataverse-not-promoted', Locked = true;
        FailuresTok: Label 'flow-failures', Locked = true;
        ShopCustomersTok: Label 'ecom-absent', Locked = true;
        ShopCustomersStyle: Text;
        DataverseCustomersStyle: Text;
        BlockedOrdersStyle: Text;
        FailuresStyle: Text;

    trigger OnAfterGetRecord()
    var
        CardCount: Record "LDF Card Count";
    begin
        if not CardCount.ReadPermission() then
            exit;
        ShopCustomers := CardCount.CountOf(ShopCustomersTok);
        ShopCustomersStyle := CardCount.StyleOf(ShopCustomersTok);
        DataverseCustomers := CardCount.CountOf(DataverseCustomersTok);
        DataverseCustomersStyle := CardCount.StyleOf(DataverseCustomersTok);
        BlockedOrders := CardCount.CountOf(BlockedOrdersTok);
        BlockedOrdersStyle := CardCount.StyleOf(BlockedOrdersTok);
        Failures := CardCount.CountOf(FailuresTok);
        FailuresStyle := CardCount.StyleOf(FailuresTok);
    end;

    local procedure OpenCards()
    begin
        Page.Run(Page::"LDF Card Counts");
    end;
}
