namespace Landfall.BusinessCentral;

using System.Threading;

/// <summary>
/// Keeps the job queue entries in line with the setup.
/// </summary>
codeunit 50104 "LDF Job Queue"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;
    Permissions = tabledata "Job Queue Entry" = rimd;

    /// <summary>
    /// Creates the entries that the setup asks for and removes the others. Can be repeated.
    /// </summary>
    procedure Schedule()
    var
        Setup: Record "LDF Setup";
        Ready: Boolean;
    begin
        Ready := Setup.IsReady();
        ScheduleOne(Codeunit::"LDF Card Refresh", MinutesBetweenRefreshes(), Ready);
        ScheduleOne(Codeunit::"LDF Evidence Push", MinutesBetweenPushes(), Ready and Setup."Send Evidence");
    end;

    /// <summary>
    /// Removes all entries.
    /// </summary>
    procedure Unschedule()
    begin
        Remove(Codeunit::"LDF Card Refresh");
        Remove(Codeunit::"LDF Evidence Push");
    end;

    local procedure ScheduleOne(CodeunitId: Integer; Minutes: Integer; Wanted: Boolean)
    var
        JobQueueEntry: Record "Job Queue Entry";
        NoRecordId: RecordId;
    begin
        if Wanted then
            JobQueueEntry.ScheduleRecurrentJobQueueEntryWithFrequency(
                JobQueueEntry."Object Type to Run"::Codeunit, CodeunitId, NoRecordId, Minutes)
        else
            Remove(CodeunitId);
    end;

    local procedure Remove(CodeunitId: Integer)
    var
        JobQueueEntry: Record "Job Queue Entry";
    begin
        JobQueueEntry.SetRange("Object Type to Run", JobQueueEntry."Object Type to Run"::Codeunit);
        JobQueueEntry.SetRange("Object ID to Run", CodeunitId);
        JobQueueEntry.DeleteAll(true);
    end;

    local procedure MinutesBetweenRefreshes(): Integer
    begin
        exit(15);
    end;

    local procedure MinutesBetweenPushes(): Integer
    begin
        exit(15);
    end;
}
