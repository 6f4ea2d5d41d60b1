namespace Landfall.BusinessCentral;

using System.DataAdministration;
using System.Upgrade;

/// <summary>
/// What installing and upgrading have in common. Each task is done once in a company.
/// </summary>
codeunit 50107 "LDF Install Tasks"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Permissions = tabledata "Retention Policy Setup" = ri;

    var
        RetentionPolicyTok: Label 'LDF-0001-RetentionPolicy-20260609', Locked = true;

    /// <summary>
    /// Lets an administrator choose how long the log is kept; one month until then.
    /// </summary>
    procedure AddRetentionPolicy()
    var
        PushLog: Record "LDF Push Log";
        RetentionPolicySetup: Record "Retention Policy Setup";
        RetentionPolicySetupMgt: Codeunit "Retention Policy Setup";
        RetenPolAllowedTables: Codeunit "Reten. Pol. Allowed Tables";
        UpgradeTag: Codeunit "Upgrade Tag";
    begin
        if UpgradeTag.HasUpgradeTag(RetentionPolicyTag()) then
            exit;
        RetenPolAllowedTables.AddAllowedTable(Database::"LDF Push Log", PushLog.FieldNo(SystemCreatedAt));
        if not RetentionPolicySetup.Get(Database::"LDF Push Log") then begin
            RetentionPolicySetup.Validate("Table Id", Database::"LDF Push Log");
            RetentionPolicySetup.Validate("Apply to all records", true);
            RetentionPolicySetup.Validate(
                "Retention Period", RetentionPolicySetupMgt.FindOrCreateRetentionPeriod(Enum::"Retention Period Enum"::"1 Month"));
            RetentionPolicySetup.Validate(Enabled, true);
            RetentionPolicySetup.Insert(true);
        end;
        UpgradeTag.SetUpgradeTag(RetentionPolicyTag());
    end;

    /// <summary>
    /// The tag that says that the retention policy was added.
    /// </summary>
    procedure RetentionPolicyTag(): Code[250]
    begin
        exit(RetentionPolicyTok);
    end;
}
