namespace Landfall.BusinessCentral;

/// <summary>
/// The counts of the server's cards as the job read them last. Tiles show these rows, so no role centre waits for the server.
/// </summary>
table 50105 "LDF Card Count"
{
    Access = Internal;
    Caption = 'Landfall Card';
    DataClassification = SystemMetadata;
    DrillDownPageId = "LDF Card Counts";
    LookupPageId = "LDF Card Counts";

    fields
    {
        field(1; "Card ID"; Text[50])
        {
            Caption = 'Card ID';
            ToolTip = 'Specifies the id of the card.';
        }
        field(2; Title; Text[100])
        {
            Caption = 'Title';
            ToolTip = 'Specifies what the card counts.';
        }
        field(3; "Card Count"; Integer)
        {
            Caption = 'Count';
            ToolTip = 'Specifies how many there are.';
        }
        field(4; "Alert Firing"; Boolean)
        {
            Caption = 'Alert';
            ToolTip = 'Specifies whether the count is above its limit.';
        }
        field(5; Complete; Boolean)
        {
            Caption = 'Complete';
            ToolTip = 'Specifies whether all data behind the count is fresh enough.';
        }
        field(6; "Blocked Amount"; Decimal)
        {
            AutoFormatType = 1;
            Caption = 'Blocked Amount';
            ToolTip = 'Specifies the value of the orders that cannot be processed.';
        }
        field(7; "Blocked Currency"; Code[10])
        {
            Caption = 'Blocked Currency';
            ToolTip = 'Specifies the currency of the blocked amount.';
        }
        field(8; "Read At"; DateTime)
        {
            Caption = 'Read At';
            ToolTip = 'Specifies when the server was asked.';
        }
    }

    keys
    {
        key(PK; "Card ID")
        {
            Clustered = true;
        }
    }

    /// <summary>
    /// The count of a card, or 0 when it has not been read.
    /// </summary>
    procedure CountOf(CardId: Text[50]): Integer
    begin
        if not Rec.Get(CardId) then
            exit(0);
        exit(Rec."Card Count");
    end;

    /// <summary>
    /// The style of a card's tile.
    /// </summary>
    procedure StyleOf(CardId: Text[50]): Text
    begin
        if not Rec.Get(CardId) then
            exit('Subordinate');
        if Rec."Alert Firing" then
            exit('Unfavorable');
        if not Rec.Complete then
            exit('Ambiguous');
        exit('Favorable');
    end;
}
