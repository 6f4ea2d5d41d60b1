namespace Landfall.BusinessCentral;

/// <summary>
/// Reads one kind of evidence piece by piece.
/// </summary>
interface "LDF Evidence Reader"
{
    /// <summary>
    /// Adds the next rows after the cursor to the batch and moves the cursor behind them. Looks at no more than Batch.MaxRows() rows. The
    /// caller saves the cursor when the server has taken the batch; until then the same rows are read again.
    /// </summary>
    /// <returns>Whether there may be more rows.</returns>
    procedure ReadNext(var Cursor: Record "LDF Evidence Cursor"; var Batch: Codeunit "LDF Evidence Batch"): Boolean;
}
