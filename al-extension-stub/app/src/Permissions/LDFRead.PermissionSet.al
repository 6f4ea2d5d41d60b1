namespace Landfall.BusinessCentral;

/// <summary>
/// What is needed to ask and to look at answers.
/// </summary>
permissionset 50101 "LDF Read"
{
    Access = Internal;
    Assignable = false;
    Caption = 'Landfall - Read';
    IncludedPermissionSets = "LDF Objects";
    Permissions = tabledata "LDF Card Count" = R,
                  tabledata "LDF Check Result" = R,
                  tabledata "LDF Evidence Cursor" = R,
                  tabledata "LDF Push Log" = R,
                  tabledata "LDF Setup" = R,
                  tabledata "LDF Shop Source" = R;
}
