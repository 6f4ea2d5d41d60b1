namespace Landfall.BusinessCentral;

/// <summary>
/// Runs when the extension is installed in a company for the first time, or again.
/// </summary>
codeunit 50105 "LDF Install"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Subtype = Install;

    trigger OnInstallAppPerCompany()
    var
        InstallTasks: Codeunit "LDF Install Tasks";
    begin
        InstallTasks.AddRetentionPolicy();
    end;
}
