namespace Landfall.BusinessCentral;

using Microsoft.Utilities;
using System.Environment.Configuration;
using System.Media;

/// <summary>
/// Puts Landfall on the lists where an administrator looks for it.
/// </summary>
codeunit 50101 "LDF Setup Events"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        DescriptionTxt: Label 'Show on customers and contacts whether they have landed in the right legal entity, and report failed synchronizations.';
        ServiceNameTxt: Label 'Landfall', Locked = true;
        ShortTitleTxt: Label 'Set up Landfall';
        TitleTxt: Label 'Set up the connection to Landfall';

    [EventSubscriber(ObjectType::Codeunit, Codeunit::"Guided Experience", OnRegisterAssistedSetup, '', false, false)]
    local procedure RegisterAssistedSetup()
    var
        GuidedExperience: Codeunit "Guided Experience";
    begin
        if GuidedExperience.Exists(Enum::"Guided Experience Type"::"Assisted Setup", ObjectType::Page, Page::"LDF Assisted Setup") then
            exit;
        GuidedExperience.InsertAssistedSetup(
            TitleTxt, ShortTitleTxt, DescriptionTxt, 5, ObjectType::Page, Page::"LDF Assisted Setup",
            Enum::"Assisted Setup Group"::Connect, '', Enum::"Video Category"::Uncategorized, '');
    end;

    [EventSubscriber(ObjectType::Table, Database::"Service Connection", OnRegisterServiceConnection, '', false, false)]
    local procedure RegisterServiceConnection(var ServiceConnection: Record "Service Connection")
    var
        Setup: Record "LDF Setup";
    begin
        if not Setup.Get() then
            exit;
        ServiceConnection.Status := ServiceConnection.Status::Disabled;
        if Setup.Enabled then
            ServiceConnection.Status := ServiceConnection.Status::Enabled;
        ServiceConnection.InsertServiceConnectionExtended(
            ServiceConnection, Setup.RecordId(), ServiceNameTxt, Setup."Server URL", Page::"LDF Setup", Page::"LDF Assisted Setup");
    end;
}
