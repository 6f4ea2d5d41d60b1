namespace Landfall.BusinessCentral;

/// <summary>
/// The kinds of evidence. To send more, implement interface "LDF Evidence Reader" and add a value.
/// </summary>
enum 50102 "LDF Evidence Kind" implements "LDF Evidence Reader"
{
    Access = Public;
    Caption = 'Landfall Evidence Kind';
    Extensible = true;

    value(0; "Sync Error")
    {
        Caption = 'Coupled data synchronization error';
        Implementation = "LDF Evidence Reader" = "LDF Sync Error Reader";
    }
    value(1; "Skipped Coupling")
    {
        Caption = 'Skipped coupling';
        Implementation = "LDF Evidence Reader" = "LDF Skipped Coupling Reader";
    }
    value(2; "Shop Order")
    {
        Caption = 'Shop order without document';
        Implementation = "LDF Evidence Reader" = "LDF Shop Order Reader";
    }
    value(3; "Shop Skipped Record")
    {
        Caption = 'Record skipped by the Shopify Connector';
        Implementation = "LDF Evidence Reader" = "LDF Shop Skipped Reader";
    }
}
