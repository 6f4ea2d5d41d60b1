namespace Landfall.BusinessCentral;

/// <summary>
/// The shops and their sources.
/// </summary>
page 50102 "LDF Shop Sources"
{
    ApplicationArea = All;
    Caption = 'Landfall Shops';
    DelayedInsert = true;
    PageType = List;
    SourceTable = "LDF Shop Source";
    UsageCategory = Administration;

    layout
    {
        area(Content)
        {
            repeater(Shops)
            {
                field("Shop Code"; Rec."Shop Code")
                {
                }
                field("Source ID"; Rec."Source ID")
                {
                }
            }
        }
    }
}
