namespace Landfall.BusinessCentral;

using System.Upgrade;

/// <summary>
/// Runs when a newer version replaces an older one.
/// </summary>
codeunit 50106 "LDF Upgrade"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Subtype = Upgrade;

    trigger OnUpgradePerCompany()
    var
        InstallTasks: Codeunit "LDF Install Tasks";
    begin
        InstallTasks.AddRetentionPolicy();
    end;

    [EventSubscriber(ObjectType::Codeunit, Codeunit::"Upgrade Tag", OnGetPerCompanyUpgradeTags, '', false, false)]
    local procedure RegisterTags(var PerCompanyUpgradeTags: List of [Code[250]])
    var
        InstallTasks: Codeunit "LDF Install Tasks";
    begin
        PerCompanyUpgradeTags.Add(InstallTasks.RetentionPolicyTag());
    end;
}
