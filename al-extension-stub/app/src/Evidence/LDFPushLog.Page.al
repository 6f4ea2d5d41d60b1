namespace Landfall.BusinessCentral;

/// <summary>
/// What could not be sent.
/// </summary>
page 50107 "LDF Push Log"
{
    ApplicationArea = All;
    Caption = 'Landfall Log';
    Editable = false;
    PageType = List;
    SourceTable = "LDF Push Log";
    SourceTableView = sorting("Entry No.") order(descending);
    UsageCategory = Administration;

    layout
    {
        area(Content)
        {
            repeater(Rows)
            {
                field(SystemCreatedAt; Rec.SystemCreatedAt)
                {
                    Caption = 'At';
                    ToolTip = 'Specifies when it happened.';
                }
                field(Kind; Rec.Kind)
                {
                }
                field("Rows Rejected"; Rec."Rows Rejected")
                {
                    BlankZero = true;
                }
                field("Log Message"; Rec."Log Message")
                {
                }
            }
        }
    }
}
