namespace Landfall.BusinessCentral;

using System.Telemetry;

/// <summary>
/// Signals for the people who run the environment. Paths and status codes only, never keys, names or texts of errors.
/// </summary>
codeunit 50135 "LDF Telemetry"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    var
        CallFailedTok: Label 'A request to the Landfall server was refused.', Locked = true;
        CallTok: Label 'The Landfall server was asked.', Locked = true;
        FeatureTok: Label 'Landfall', Locked = true;
        PathTok: Label 'Path', Locked = true;
        PushProblemTok: Label 'Evidence could not be sent.', Locked = true;
        StatusTok: Label 'StatusCode', Locked = true;

    /// <summary>
    /// A request was answered.
    /// </summary>
    procedure LogCall(Path: Text; StatusCode: Integer)
    var
        FeatureTelemetry: Codeunit "Feature Telemetry";
        Dimensions: Dictionary of [Text, Text];
    begin
        Dimensions.Add(PathTok, Path);
        Dimensions.Add(StatusTok, Format(StatusCode, 0, 9));
        if StatusCode < 400 then
            FeatureTelemetry.LogUsage('LDF0001', FeatureTok, CallTok, Dimensions)
        else
            FeatureTelemetry.LogError('LDF0002', FeatureTok, CallFailedTok, Format(StatusCode, 0, 9), '', Dimensions);
    end;

    /// <summary>
    /// Rows of evidence were refused, or could not be sent.
    /// </summary>
    procedure LogPushProblem(KindNumber: Text; RowsRejected: Integer)
    var
        FeatureTelemetry: Codeunit "Feature Telemetry";
        Dimensions: Dictionary of [Text, Text];
    begin
        Dimensions.Add('Kind', KindNumber);
        Dimensions.Add('RowsRejected', Format(RowsRejected, 0, 9));
        FeatureTelemetry.LogError('LDF0003', FeatureTok, PushProblemTok, KindNumber, '', Dimensions);
    end;
}
