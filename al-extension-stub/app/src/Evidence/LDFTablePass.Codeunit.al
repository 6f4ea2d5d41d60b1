namespace Landfall.BusinessCentral;

/// <summary>
/// Walks in pieces over the rows of a table that changed since the last walk, in the order of its primary key. A pass has a fixed end, so
/// rows that change meanwhile belong to the next one. The next pass begins a little before that end: what a slow transaction wrote late is
/// read again, and the server takes the same row twice without harm.
/// </summary>
codeunit 50127 "LDF Table Pass"
{
    Access = Internal;
    InherentEntitlements = X;
    InherentPermissions = X;

    /// <summary>
    /// Goes to the next row of the pass, or of a new pass. False when there is none left. RowRef is open, and may have filters of its own.
    /// </summary>
    procedure First(var Cursor: Record "LDF Evidence Cursor"; var RowRef: RecordRef; Until: DateTime): Boolean
    begin
        if Cursor."Changed Until" = 0DT then
            Cursor."Changed Until" := Until;
        if Cursor."Changed Until" <= Cursor."Changed From" then
            exit(false);
        RowRef.Field(RowRef.SystemModifiedAtNo()).SetRange(Cursor."Changed From", Cursor."Changed Until");
        if Cursor.Position = '' then
            exit(RowRef.FindSet());
        RowRef.SetPosition(Cursor.Position);
        exit(RowRef.Find('>'));
    end;

    /// <summary>
    /// Remembers that the row has been looked at.
    /// </summary>
    procedure Keep(var Cursor: Record "LDF Evidence Cursor"; RowRef: RecordRef)
    begin
        Cursor.Position := CopyStr(RowRef.GetPosition(false), 1, MaxStrLen(Cursor.Position));
    end;

    /// <summary>
    /// Ends the pass.
    /// </summary>
    procedure Finish(var Cursor: Record "LDF Evidence Cursor")
    begin
        Cursor.Position := '';
        Cursor."Changed From" := Cursor."Changed Until" - Overlap();
        Cursor."Changed Until" := 0DT;
    end;

    local procedure Overlap(): Duration
    begin
        exit(5 * 60 * 1000);
    end;
}
