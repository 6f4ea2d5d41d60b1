namespace Landfall.BusinessCentral;

/// <summary>
/// Which source on the server stands for which shop of the Shopify Connector.
/// </summary>
table 50101 "LDF Shop Source"
{
    Access = Internal;
    Caption = 'Landfall Shop';
    DataClassification = SystemMetadata;
    DrillDownPageId = "LDF Shop Sources";
    LookupPageId = "LDF Shop Sources";

    fields
    {
        field(1; "Shop Code"; Code[20])
        {
            Caption = 'Shop Code';
            NotBlank = true;
            ToolTip = 'Specifies the code of the shop in the Shopify Connector.';
        }
        field(2; "Source ID"; Text[50])
        {
            Caption = 'Source ID';
            NotBlank = true;
            ToolTip = 'Specifies the id of the source in the Landfall configuration that stands for this shop.';
        }
    }

    keys
    {
        key(PK; "Shop Code")
        {
            Clustered = true;
        }
    }
}
