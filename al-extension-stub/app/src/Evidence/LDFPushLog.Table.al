namespace Landfall.BusinessCentral;

/// <summary>
/// What could not be sent, and why. Holds no customer data; a retention policy deletes old rows.
/// </summary>
table 50104 "LDF Push Log"
{
    Access = Internal;
    Caption = 'Landfall Log';
    DataClassification = SystemMetadata;
    DrillDownPageId = "LDF Push Log";
    LookupPageId = "LDF Push Log";

    fields
    {
        field(1; "Entry No."; Integer)
        {
            AutoIncrement = true;
            Caption = 'Entry No.';
            ToolTip = 'Specifies the number of the row.';
        }
        field(2; Kind; Enum "LDF Evidence Kind")
        {
            Caption = 'Kind';
            ToolTip = 'Specifies the kind of evidence.';
        }
        field(3; "Rows Rejected"; Integer)
        {
            Caption = 'Rows Rejected';
            ToolTip = 'Specifies how many rows the server could not read; 0 when the request itself failed.';
        }
        field(4; "Log Message"; Text[250])
        {
            Caption = 'Message';
            ToolTip = 'Specifies why.';
        }
    }

    keys
    {
        key(PK; "Entry No.")
        {
            Clustered = true;
        }
    }

    /// <summary>
    /// Notes that a request failed.
    /// </summary>
    procedure AddFailure(EvidenceKind: Enum "LDF Evidence Kind"; MessageText: Text)
    begin
        AddRow(EvidenceKind, 0, MessageText);
    end;

    /// <summary>
    /// Notes that the server could not read some rows.
    /// </summary>
    procedure AddRejects(EvidenceKind: Enum "LDF Evidence Kind"; Rejected: Integer; FirstCause: Text)
    begin
        AddRow(EvidenceKind, Rejected, FirstCause);
    end;

    local procedure AddRow(EvidenceKind: Enum "LDF Evidence Kind"; Rejected: Integer; MessageText: Text)
    var
        Telemetry: Codeunit "LDF Telemetry";
    begin
        Rec.Init();
        Rec."Entry No." := 0;
        Rec.Kind := EvidenceKind;
        Rec."Rows Rejected" := Rejected;
        Rec."Log Message" := CopyStr(MessageText, 1, MaxStrLen(Rec."Log Message"));
        Rec.Insert(true);
        Telemetry.LogPushProblem(Format(EvidenceKind.AsInteger(), 0, 9), Rejected);
    end;
}
