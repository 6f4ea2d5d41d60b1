namespace Landfall.BusinessCentral;

/// <summary>
/// For everybody who asks about customers.
/// </summary>
permissionset 50102 "LDF User"
{
    Access = Public;
    Assignable = true;
    Caption = 'Landfall - User';
    IncludedPermissionSets = "LDF Read";
    Permissions = tabledata "LDF Check Result" = IMD,
                  tabledata "LDF Card Count" = imd;
}
