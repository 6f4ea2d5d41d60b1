namespace Landfall.BusinessCentral;

/// <summary>
/// The cards of the server.
/// </summary>
page 50108 "LDF Card Counts"
{
    ApplicationArea = All;
    Caption = 'Landfall Cards';
    Editable = false;
    PageType = List;
    SourceTable = "LDF Card Count";
    UsageCategory = Lists;

    layout
    {
        area(Content)
        {
            repeater(Cards)
            {
                field(Title; Rec.Title)
                {
                }
                field("Card Count"; Rec."Card Count")
                {
                    StyleExpr = CountStyle;
                }
                field("Alert Firing"; Rec."Alert Firing")
                {
                }
                field(Complete; Rec.Complete)
                {
                }
                field("Blocked Amount"; Rec."Blocked Amount")
                {
                    BlankZero = true;
                }
                field("Blocked Currency"; Rec."Blocked Currency")
                {
                }
                field("Read At"; Rec."Read At")
                {
                }
            }
        }
    }

    actions
    {
        area(Processing)
        {
            action(RefreshNow)
            {
                Caption = 'Refresh now';
                Image = Refresh;
                ToolTip = 'Asks the server for the counts without waiting for the job.';

                trigger OnAction()
                var
                    CardRefresh: Codeunit "LDF Card Refresh";
                begin
                    CardRefresh.Refresh();
                    CurrPage.Update(false);
                end;
            }
        }
        area(Promoted)
        {
            actionref(RefreshNow_Promoted; RefreshNow)
            {
            }
        }
    }

    var
        CardCount: Record "LDF Card Count";
        CountStyle: Text;

    trigger OnAfterGetRecord()
    begin
        CountStyle := CardCount.StyleOf(Rec."Card ID");
    end;
}
