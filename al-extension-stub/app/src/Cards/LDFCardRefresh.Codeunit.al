namespace Landfall.BusinessCentral;

using System.Threading;

/// <summary>
/// The job that reads the counts of the cards.
/// </summary>
codeunit 50134 "LDF Card Refresh"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    TableNo = "Job Queue Entry";

    var
        CardsPathTok: Label '/v1/cards', Locked = true;

    trigger OnRun()
    begin
        Refresh();
    end;

    /// <summary>
    /// Reads the counts now. Does nothing when Landfall is not set up.
    /// </summary>
    procedure Refresh()
    var
        CardCount: Record "LDF Card Count";
        Setup: Record "LDF Setup";
        AnswerReader: Codeunit "LDF Answer Reader";
        Http: Codeunit "LDF Http";
    begin
        if Setup.IsReady() then
            AnswerReader.ReadCards(Http.Get(CardsPathTok), CardCount);
    end;
}
