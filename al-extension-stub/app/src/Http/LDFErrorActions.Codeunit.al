namespace Landfall.BusinessCentral;

using System.Apps;

/// <summary>
/// The actions that errors offer.
/// </summary>
codeunit 50110 "LDF Error Actions"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// Opens the setup of Landfall.
    /// </summary>
    procedure OpenSetup(ErrorInformation: ErrorInfo)
    begin
        Page.Run(Page::"LDF Setup");
    end;

    /// <summary>
    /// Opens the list of extensions, where an administrator allows requests.
    /// </summary>
    procedure OpenExtensionManagement(ErrorInformation: ErrorInfo)
    begin
        Page.Run(Page::"Extension Management");
    end;
}
