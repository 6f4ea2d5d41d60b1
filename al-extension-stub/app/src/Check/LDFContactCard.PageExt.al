namespace Landfall.BusinessCentral;

using Microsoft.CRM.Contact;

/// <summary>
/// Shows on the contact card whether the contact has landed as a customer.
/// </summary>
pageextension 50102 "LDF Contact Card" extends "Contact Card"
{
    layout
    {
        addfirst(factboxes)
        {
            part(LDFFactBox; "LDF Contact FactBox")
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
                ToolTip = 'Asks the Landfall server whether this contact has landed as a customer in the legal entity of this company.';

                trigger OnAction()
                var
                    Landfall: Codeunit "LDF Landfall";
                begin
                    Landfall.ShowContact(Rec);
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
