namespace Landfall.BusinessCentral;

using System.Security.AccessControl;

/// <summary>
/// Lets everybody who may use Business Central see whether a customer has landed, as far as they may see the customer.
/// </summary>
permissionsetextension 50100 "LDF D365 BASIC" extends "D365 BASIC"
{
    IncludedPermissionSets = "LDF User";
}
