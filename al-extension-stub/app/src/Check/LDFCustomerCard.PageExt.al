namespace Landfall.BusinessCentral;

using Microsoft.Sales.Customer;

/// <summary>
/// Shows on the customer card whether the customer has landed.
/// </summary>
pageextension 50100 "LDF Customer Card" extends "Customer Card"
{
    layout
    {
        addfirst(factboxes)
        {
            part(LDFFactBox; "LDF Customer FactBox")
            {
                ApplicationArea = All;
                Caption = 'Landfall';
                SubPageLink = "No." = field("No.");
            }
        }
    }

    actions
    {
        addlast(processing)
        {
            action(LDFCheckPromotion)
            {
                ApplicationArea = All;
                Caption = 'Check promotion';
                Image = Check;
                ToolTip = 'Asks the Landfall server whether this customer has landed in every legal entity that is expected to hold it.';

                trigger OnAction()
                var
                    Customer: Record Customer;
                    Landfall: Codeunit "LDF Landfall";
                begin
                    Customer := Rec;
                    Customer.SetRecFilter();
                    Landfall.ShowCustomers(Customer);
                end;
            }
        }
        addlast(Category_Process)
        {
            actionref(LDFCheckPromotion_Promoted; LDFCheckPromotion)
            {
            }
        }
    }
}
