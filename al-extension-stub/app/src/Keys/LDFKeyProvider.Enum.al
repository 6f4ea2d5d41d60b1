namespace Landfall.BusinessCentral;

/// <summary>
/// The providers of keys, asked in the order of their numbers.
/// </summary>
enum 50101 "LDF Key Provider" implements "LDF Key Provider"
{
    Access = Public;
    Caption = 'Landfall Key Provider';
    Extensible = true;

    value(0; "Business Central")
    {
        Caption = 'Business Central';
        Implementation = "LDF Key Provider" = "LDF Bus. Central Keys";
    }
    value(1; Dataverse)
    {
        Caption = 'Dataverse';
        Implementation = "LDF Key Provider" = "LDF Dataverse Keys";
    }
    value(2; Shopify)
    {
        Caption = 'Shopify';
        Implementation = "LDF Key Provider" = "LDF Shopify Keys";
    }
}
