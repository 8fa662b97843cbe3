namespace Serverless.Adapters;

/// <summary>How far a backup has come.</summary>
/// <param name="Folder">Where its parts lie.</param>
/// <param name="Place">The table or container that is next; null at the beginning.</param>
/// <param name="After">The last of it that was copied; null before the first.</param>
/// <param name="Number">How many parts there are.</param>
/// <param name="Last">The latest of them, which knows the one before it.</param>
/// <param name="Rows">Rows and files so far.</param>
public sealed record BackupStep(
    string Folder, string? Place, string? After, int Number, string? Last, long Rows, bool IsOver);

/// <summary>How long backups are kept.</summary>
/// <param name="Days">
/// Nightly ones: a month and some days, so that what went wrong in one month can be found when its books are closed.
/// </param>
/// <param name="Months">The first of each month: a year, so that the auditor of the last year finds each month's end.
/// </param>
public sealed record BackupRetention(int Days, int Months)
{
    /// <summary>Of 30 days that were promised, one is left for the night that deletes.</summary>
    public static readonly TimeSpan Keys = TimeSpan.FromDays(29);

    public static BackupRetention Usual { get; } = new(35, 12);
}
