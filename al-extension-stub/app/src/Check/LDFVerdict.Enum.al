namespace Landfall.BusinessCentral;

/// <summary>
/// Has the customer landed in every legal entity that is expected to hold it?
/// </summary>
enum 50100 "LDF Verdict"
{
    Access = Public;
    Caption = 'Landfall Verdict';
    Extensible = false;

    value(0; " ")
    {
        Caption = ' ', Locked = true;
    }
    value(1; Promoted)
    {
        Caption = 'Landed';
    }
    value(2; "Not Promoted")
    {
        Caption = 'Not landed';
    }
    value(3; "Awaiting Sync")
    {
        Caption = 'On its way';
    }
    value(4; "Out of Scope")
    {
        Caption = 'Not expected';
    }
    value(5; Unknown)
    {
        Caption = 'Unknown';
    }
    value(6; "Not Asked")
    {
        Caption = 'Not asked';
    }
}
