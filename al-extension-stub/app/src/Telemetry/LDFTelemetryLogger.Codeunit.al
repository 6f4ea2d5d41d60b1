namespace Landfall.BusinessCentral;

using System.Telemetry;

/// <summary>
/// Hands the signals of this publisher to the platform. Without it, the feature telemetry of an extension goes nowhere.
/// </summary>
codeunit 50136 "LDF Telemetry Logger" implements "Telemetry Logger"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// Writes one signal.
    /// </summary>
    procedure LogMessage(EventId: Text; Message: Text; Verbosity: Verbosity; DataClassification: DataClassification; TelemetryScope: TelemetryScope; CustomDimensions: Dictionary of [Text, Text])
    begin
        Session.LogMessage(EventId, Message, Verbosity, DataClassification, TelemetryScope, CustomDimensions);
    end;

    [EventSubscriber(ObjectType::Codeunit, Codeunit::"Telemetry Loggers", OnRegisterTelemetryLogger, '', true, true)]
    local procedure RegisterTelemetryLogger(var Sender: Codeunit "Telemetry Loggers")
    var
        TelemetryLogger: Codeunit "LDF Telemetry Logger";
    begin
        Sender.Register(TelemetryLogger);
    end;
}
