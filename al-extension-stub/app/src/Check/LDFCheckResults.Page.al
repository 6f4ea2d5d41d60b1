namespace Landfall.BusinessCentral;

/// <summary>
/// The answers about a selection of customers.
/// </summary>
page 50103 "LDF Check Results"
{
    ApplicationArea = All;
    Caption = 'Landfall Check';
    Editable = false;
    PageType = List;
    SourceTable = "LDF Check Result";
    SourceTableTemporary = true;
    UsageCategory = None;

    layout
    {
        area(Content)
        {
            repeater(Results)
            {
                field("No."; Rec."No.")
                {
                }
                field(Name; Rec.Name)
                {
                }
                field(Verdict; Rec.Verdict)
                {
                    StyleExpr = VerdictStyle;
                }
                field(Explanation; Rec.Explanation)
                {
                }
                field(Entities; Rec.Entities)
                {
                }
                field(Reasons; Rec.Reasons)
                {
                }
                field("Next Action"; Rec."Next Action")
                {
                }
                field(Counterparts; Rec.Counterparts)
                {
                }
                field(Coupling; Rec.Coupling)
                {
                }
                field("Blocked Amount"; Rec."Blocked Amount")
                {
                    BlankZero = true;
                }
                field("Blocked Currency"; Rec."Blocked Currency")
                {
                    Visible = false;
                }
                field("As of"; Rec."As of")
                {
                    Visible = false;
                }
            }
        }
    }

    actions
    {
        area(Processing)
        {
            action(OpenLink)
            {
                Caption = 'Open in ledger';
                Enabled = Rec."Link URL" <> '';
                Image = LinkWeb;
                Scope = Repeater;
                ToolTip = 'Opens the customer in the ledger where it was found.';

                trigger OnAction()
                begin
                    Hyperlink(Rec."Link URL");
                end;
            }
        }
        area(Promoted)
        {
            actionref(OpenLink_Promoted; OpenLink)
            {
            }
        }
    }

    var
        VerdictStyle: Text;

    trigger OnAfterGetRecord()
    begin
        VerdictStyle := Rec.GetStyle();
    end;

    /// <summary>
    /// Shows these results.
    /// </summary>
    procedure SetResults(var TempCheckResult: Record "LDF Check Result" temporary)
    begin
        Rec.Copy(TempCheckResult, true);
    end;
}
