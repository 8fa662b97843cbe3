using SQLitePCL;

namespace Serverless.Runtime.DurableTask;

/// <summary>The tables of the engine's file.</summary>
internal static class FileLayout
{
    // Up to the fourth, histories were written in a way that the worker does not read.
    private const int Present = 5;

    /// <exception cref="IOException">The file is another program's, or another release's.</exception>
    public static void Lay(sqlite3 connection, string path)
    {
        using var ask = new Statement(connection, "PRAGMA user_version");
        switch (ask.First(row => row.Int(0)))
        {
            case Present:
                return;
            case 0 when HasTables(connection):
                throw new IOException(
                    $"The file {path} belongs to another program: name another for the orchestrations.");
            case 0:
                connection.Do($"BEGIN IMMEDIATE; {Tables} PRAGMA user_version={Present}; COMMIT");
                return;
            case > 0 and < Present and var earlier:
                throw new IOException(
                    $"The orchestrations' file {path} has layout {earlier}, whose orchestrations cannot go on in this "
                    + $"release, which knows layout {Present}: begin anew with ./dev reset, or move the file away.");
            case var later:
                throw new IOException(
                    $"The orchestrations' file {path} has layout {later}, and this engine knows layout {Present}: "
                    + "run the release that wrote it, or name another file.");
        }
    }

    private static bool HasTables(sqlite3 connection)
    {
        using var ask = new Statement(connection, "SELECT EXISTS(SELECT 1 FROM sqlite_master)");
        return ask.First(row => row.Int(0)) == 1;
    }

    // Rows are ordered by the number of their instance, not by its id: instances that are under way together were
    // started at about the same time, so that the turns of many change few pages.
    private const string Tables = """
        CREATE TABLE instances(
            born INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, run INTEGER NOT NULL, name TEXT NOT NULL,
            version TEXT NOT NULL, status INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
            turns INTEGER NOT NULL, input TEXT, output TEXT, custom TEXT, failure BLOB, tags TEXT,
            parent TEXT, parent_run INTEGER, parent_step INTEGER, parent_name TEXT, trace TEXT, carried BLOB);
        CREATE INDEX unbegun ON instances(turns) WHERE turns = 0;
        CREATE INDEX children ON instances(parent) WHERE parent IS NOT NULL;
        CREATE TABLE inbox(
            place INTEGER PRIMARY KEY, instance INTEGER NOT NULL, run INTEGER, event BLOB NOT NULL, trace TEXT);
        CREATE INDEX inbox_of ON inbox(instance);
        CREATE TABLE history(place INTEGER PRIMARY KEY, events BLOB NOT NULL);
        CREATE TABLE activities(
            place INTEGER PRIMARY KEY, instance INTEGER NOT NULL, name TEXT NOT NULL, input TEXT);
        CREATE TABLE timers(
            instance INTEGER NOT NULL, run INTEGER NOT NULL, step INTEGER NOT NULL, due INTEGER NOT NULL,
            PRIMARY KEY(instance, run, step)) WITHOUT ROWID;
        CREATE TABLE counter(last INTEGER NOT NULL);
        INSERT INTO counter(last) VALUES(0);
        """;
}
