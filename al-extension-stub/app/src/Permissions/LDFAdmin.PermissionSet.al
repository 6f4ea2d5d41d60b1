namespace Landfall.BusinessCentral;

/// <summary>
/// For who sets up Landfall, and for the user whose name the jobs run in.
/// </summary>
permissionset 50103 "LDF Admin"
{
    Access = Public;
    Assignable = true;
    Caption = 'Landfall - Admin';
    IncludedPermissionSets = "LDF User";
    Permissions = tabledata "LDF Setup" = IMD,
                  tabledata "LDF Shop Source" = IMD,
                  tabledata "LDF Evidence Cursor" = IMD,
                  tabledata "LDF Push Log" = IMD,
                  tabledata "LDF Card Count" = IMD;
}
