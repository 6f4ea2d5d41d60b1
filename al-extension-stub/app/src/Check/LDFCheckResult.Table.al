namespace Landfall.BusinessCentral;

/// <summary>
/// What the server says about one customer or contact. Temporary: answers hold personal data and are not stored.
/// </summary>
table 50102 "LDF Check Result"
{
    Access = Public;
    Caption = 'Landfall Check Result';
    DataClassification = CustomerContent;
    TableType = Temporary;

    fields
    {
        field(1; "Entry No."; Integer)
        {
            Caption = 'Entry No.';
            ToolTip = 'Specifies the number of the row.';
        }
        field(2; "Record System ID"; Guid)
        {
            Caption = 'Record System ID';
            ToolTip = 'Specifies the system id of the customer or contact.';
        }
        field(3; "No."; Code[20])
        {
            Caption = 'No.';
            ToolTip = 'Specifies the number of the customer or contact.';
        }
        field(4; Name; Text[100])
        {
            Caption = 'Name';
            ToolTip = 'Specifies the name of the customer or contact.';
        }
        field(5; Verdict; Enum "LDF Verdict")
        {
            Caption = 'Verdict';
            ToolTip = 'Specifies whether the customer has landed in every legal entity that is expected to hold it.';
        }
        field(6; Explanation; Text[2048])
        {
            Caption = 'Explanation';
            ToolTip = 'Specifies the verdict in a sentence of the server.';
        }
        field(7; Entities; Text[2048])
        {
            Caption = 'Legal Entities';
            ToolTip = 'Specifies what is known about each legal entity, and the customer numbers there.';
        }
        field(8; Reasons; Text[2048])
        {
            Caption = 'Reasons';
            ToolTip = 'Specifies why the verdict is what it is.';
        }
        field(9; "Next Action"; Text[2048])
        {
            Caption = 'Next Action';
            ToolTip = 'Specifies what to do about it.';
        }
        field(10; Counterparts; Text[2048])
        {
            Caption = 'Counterparts';
            ToolTip = 'Specifies the records of other systems that are the same customer, and their verdicts.';
        }
        field(11; "Link URL"; Text[2048])
        {
            Caption = 'Link';
            ExtendedDatatype = URL;
            ToolTip = 'Specifies the address of the customer in the ledger where it was found.';
        }
        field(12; "Blocked Amount"; Decimal)
        {
            AutoFormatType = 1;
            Caption = 'Blocked Amount';
            ToolTip = 'Specifies the value of the orders that cannot be processed because the customer is missing.';
        }
        field(13; "Blocked Currency"; Code[10])
        {
            Caption = 'Blocked Currency';
            ToolTip = 'Specifies the currency of the blocked amount.';
        }
        field(14; Coupling; Text[2048])
        {
            Caption = 'Coupling';
            ToolTip = 'Specifies what the coupling with Dataverse knows about the record.';
        }
        field(15; "As of"; DateTime)
        {
            Caption = 'As of';
            ToolTip = 'Specifies the point in time that the answer is for.';
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
    /// Whether the customer has landed.
    /// </summary>
    procedure IsPromoted(): Boolean
    begin
        exit(Rec.Verdict = Rec.Verdict::Promoted);
    end;

    /// <summary>
    /// The style of the verdict on pages.
    /// </summary>
    procedure GetStyle(): Text
    begin
        case Rec.Verdict of
            Rec.Verdict::Promoted:
                exit('Favorable');
            Rec.Verdict::"Not Promoted":
                exit('Unfavorable');
            Rec.Verdict::"Awaiting Sync", Rec.Verdict::Unknown:
                exit('Ambiguous');
            else
                exit('Subordinate');
        end;
    end;
}
