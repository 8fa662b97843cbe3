using Microsoft.Data.Sqlite;

namespace Serverless.Runtime.DurableTask;

/// <summary>Tells a file that is damaged from one that is only busy or full.</summary>
internal static class Damage
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    public static bool IsDamage(this Exception trouble) =>
        (trouble as SqliteException ?? trouble.InnerException as SqliteException)?.SqliteErrorCode
        is Corrupt or NotADatabase;
}
