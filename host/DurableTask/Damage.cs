using Microsoft.Data.Sqlite;

namespace Serverless.Runtime.DurableTask;

/// <summary>Says what is wrong with the file and what to do about it.</summary>
internal static class Damage
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static bool IsDamage(this Exception trouble) =>
        (trouble as SqliteException ?? trouble.InnerException as SqliteException)?.SqliteErrorCode
        is Corrupt or NotADatabase;

    /// <summary>What is the case and what to do, to be put behind the name of the file.</summary>
    public static string Advice(this SqliteException trouble) => trouble.SqliteErrorCode switch
    {
        Busy or Locked => "another program has locked it; end that program",
        Full => "its disk is full; make room on it",
        InputOutput => "its disk cannot be read or written; look whether it is full or broken",
        ReadOnly or CannotOpen => "it may not be written or is no file; look at its rights, or name another file",
        Corrupt or NotADatabase =>
            "it is damaged or no file of this engine; put a copy of it back, or move it away to begin with none",
        _ => trouble.Message,
    };
}
