namespace Landfall.BusinessCentral;

using Microsoft.Sales.Customer;

/// <summary>
/// Checks the selected customers of the list in one request.
/// </summary>
pageextension 50101 "LDF Customer List" extends "Customer List"
{
    actions
    {
        addlast(processing)
        {
            action(LDFCheckPromotion)
            {
                ApplicationArea = All;
                Caption = 'Check promotion';
                Image = Check;
                ToolTip = 'Asks the Landfall server whether the selected customers have landed in every legal entity that is expected to hold them.';

                trigger OnAction()
                var
                    Customer: Record Customer;
                    Landfall: Codeunit "LDF Landfall";
                begin
                    CurrPage.SetSelectionFilter(Customer);
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
