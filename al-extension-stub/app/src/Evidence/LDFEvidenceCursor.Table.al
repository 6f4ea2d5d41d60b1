namespace Landfall.BusinessCentral;

/// <summary>
/// How far each kind of evidence has been sent.
/// </summary>
table 50103 "LDF Evidence Cursor"
{
    Access = Public;
    Caption = 'Landfall Evidence Cursor';
    DataClassification = SystemMetadata;
    DrillDownPageId = "LDF Evidence Cursors";
    LookupPageId = "LDF Evidence Cursors";

    fields
    {
        field(1; Kind; Enum "LDF Evidence Kind")
        {
            Caption = 'Kind';
            ToolTip = 'Specifies the kind of evidence.';
        }
        field(2; "Entry No."; Integer)
        {
            Caption = 'Entry No.';
            ToolTip = 'Specifies the number of the last row that was sent, for tables that number their rows.';
        }
        field(3; "Changed From"; DateTime)
        {
            Caption = 'Changed From';
            ToolTip = 'Specifies from when on changes are looked for, for tables whose rows change.';
        }
        field(4; "Changed Until"; DateTime)
        {
            Caption = 'Changed Until';
            ToolTip = 'Specifies until when changes are looked for in the pass that is under way.';
        }
        field(5; Position; Text[250])
        {
            Caption = 'Position';
            ToolTip = 'Specifies where the pass that is under way continues.';
        }
        field(6; "Rows Sent"; Integer)
        {
            Caption = 'Rows Sent';
            ToolTip = 'Specifies how many rows the server has taken.';
        }
        field(7; "Rows Rejected"; Integer)
        {
            Caption = 'Rows Rejected';
            ToolTip = 'Specifies how many rows the server could not read.';
        }
        field(8; "Last Sent At"; DateTime)
        {
            Caption = 'Last Sent At';
            ToolTip = 'Specifies when rows were last sent.';
        }
        field(9; "Not Before"; DateTime)
        {
            Caption = 'Not Before';
            ToolTip = 'Specifies until when the server asked us to wait.';
        }
    }

    keys
    {
        key(PK; Kind)
        {
            Clustered = true;
        }
    }

    /// <summary>
    /// Reads the cursor of a kind, and makes it if there is none yet.
    /// </summary>
    procedure GetOrInsert(EvidenceKind: Enum "LDF Evidence Kind")
    begin
        if Rec.Get(EvidenceKind) then
            exit;
        Rec.Init();
        Rec.Kind := EvidenceKind;
        Rec.Insert(true);
    end;
}
