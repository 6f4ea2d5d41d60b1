namespace Landfall.BusinessCentral;

using System.Privacy;

/// <summary>
/// How this company talks to its Landfall server. There is one row. The API key is not in it, see codeunit "LDF Secret Store".
/// </summary>
table 50100 "LDF Setup"
{
    Access = Internal;
    Caption = 'Landfall Setup';
    DataClassification = SystemMetadata;
    DrillDownPageId = "LDF Setup";
    LookupPageId = "LDF Setup";

    fields
    {
        field(1; "Primary Key"; Code[10])
        {
            Caption = 'Primary Key';
            ToolTip = 'Specifies the key of the only row.';
        }
        field(2; Enabled; Boolean)
        {
            Caption = 'Enabled';
            ToolTip = 'Specifies whether this company asks the Landfall server. Keys of customers and contacts, such as email addresses and VAT numbers, are sent to it.';

            trigger OnValidate()
            var
                CustomerConsentMgt: Codeunit "Customer Consent Mgt.";
            begin
                if not Rec.Enabled or xRec.Enabled then
                    exit;
                Rec.TestField("Server URL");
                Rec.TestField("Legal Entity ID");
                Rec.Enabled := CustomerConsentMgt.ConfirmUserConsent();
            end;
        }
        field(3; "Server URL"; Text[250])
        {
            Caption = 'Server URL';
            ExtendedDatatype = URL;
            ToolTip = 'Specifies the address of the Landfall server, for example https://landfall.contoso.com.';

            trigger OnValidate()
            begin
                Rec."Server URL" := CopyStr(DelChr(Rec."Server URL", '>', '/ '), 1, MaxStrLen(Rec."Server URL"));
                if not IsAllowedUrl(Rec."Server URL") then
                    Error(NotHttpsErr, Rec.FieldCaption("Server URL"));
            end;
        }
        field(4; "Legal Entity ID"; Text[50])
        {
            Caption = 'Legal Entity ID';
            ToolTip = 'Specifies the id under which this company stands in legal_entities of the Landfall configuration, for example UKCO.';
        }
        field(5; "Bus. Central Source ID"; Text[50])
        {
            Caption = 'Business Central Source ID';
            InitValue = 'bc';
            ToolTip = 'Specifies the id of the source in the Landfall configuration that stands for Business Central, for example bc.';
        }
        field(6; "Dataverse Source ID"; Text[50])
        {
            Caption = 'Dataverse Source ID';
            InitValue = 'crm';
            ToolTip = 'Specifies the id of the source in the Landfall configuration that stands for the Dataverse environment that this company is connected to. Leave it empty if there is none.';
        }
        field(7; "Contact External ID Source"; Text[50])
        {
            Caption = 'Source of Contact External IDs';
            ToolTip = 'Specifies the id of the source in the Landfall configuration whose ids stand in the field External ID of contacts. Leave it empty if the field is used for something else.';
        }
        field(8; "Check on Cards"; Boolean)
        {
            Caption = 'Check on Cards';
            InitValue = true;
            ToolTip = 'Specifies whether the FactBox on customers and contacts asks the server each time that a card is opened. If not, use the action Check promotion.';
        }
        field(9; "Send Evidence"; Boolean)
        {
            Caption = 'Send Evidence';
            ToolTip = 'Specifies whether failed synchronizations are reported to the server by a job queue entry. The API key needs the role ingester.';
        }
        field(10; "Timeout (Seconds)"; Integer)
        {
            Caption = 'Timeout (Seconds)';
            InitValue = 10;
            MaxValue = 60;
            MinValue = 1;
            ToolTip = 'Specifies how long a question to the server may take.';
        }
        field(11; "Last Tested At"; DateTime)
        {
            Caption = 'Last Tested At';
            Editable = false;
            ToolTip = 'Specifies when the connection was last tested with success.';
        }
    }

    keys
    {
        key(PK; "Primary Key")
        {
            Clustered = true;
        }
    }

    var
        NotHttpsErr: Label '%1 must start with https://. Plain http is allowed for this very machine only.', Comment = '%1 = caption of the field';

    /// <summary>
    /// Reads the row, and makes it if there is none yet.
    /// </summary>
    procedure GetOrInsert()
    begin
        if Rec.Get() then
            exit;
        Rec.Init();
        Rec.Insert(true);
    end;

    /// <summary>
    /// Whether the server may be asked. Never fails, also without a row.
    /// </summary>
    procedure IsReady(): Boolean
    var
        SecretStore: Codeunit "LDF Secret Store";
    begin
        if not Rec.Get() then
            exit(false);
        exit(Rec.Enabled and (Rec."Server URL" <> '') and SecretStore.HasApiKey());
    end;

    local procedure IsAllowedUrl(Url: Text): Boolean
    begin
        Url := LowerCase(Url);
        if (Url = '') or Url.StartsWith('https://') then
            exit(true);
        exit((Url in ['http://localhost', 'http://127.0.0.1']) or
            Url.StartsWith('http://localhost:') or Url.StartsWith('http://127.0.0.1:'));
    end;
}
