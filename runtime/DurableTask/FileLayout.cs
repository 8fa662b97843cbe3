using SQLitePCL;

namespace Serverless.Runtime.DurableTask;

/// <summary>The tables of the engine's file; one of an earlier layout is brought to the present one.</summary>
internal static class FileLayout
{
    private const int Present = 4;

    /// <exception cref="IOException">The file is another program's, or a later engine's.</exception>
    public static void Lay(sqlite3 connection, string path)
    {
        using var ask = new Statement(connection, "PRAGMA user_version");
        var layout = ask.First(row => row.Int(0));
        if (layout == Present)
            return;
        if (layout == 0 && HasTables(connection))
        {
            throw new IOException(
                $"The file {path} belongs to another program: name another for the orchestrations.");
        }

        connection.Do($"BEGIN IMMEDIATE; {Steps(path, layout)} PRAGMA user_version={Present}; COMMIT");
    }

    private static bool HasTables(sqlite3 connection)
    {
        using var ask = new Statement(connection, "SELECT EXISTS(SELECT 1 FROM sqlite_master)");
        return ask.First(row => row.Int(0)) == 1;
    }

    private static string Steps(string path, int layout) => layout switch
    {
        0 => Tables + "INSERT INTO counter(last) VALUES(0);",
        1 => SinceFirst + SinceSecond,
        2 => SinceSecond,
        3 => SinceThird,
        _ => throw new IOException(
            $"The orchestrations' file {path} has layout {layout}, and this engine knows layout {Present}: "
            + "run the release that wrote it, or name another file."),
    };

    // What the third layout had with keys of several columns: turns by instance, activities by run.
    private const string Placed = """
        CREATE TABLE history(place INTEGER PRIMARY KEY, events TEXT NOT NULL);
        CREATE TABLE activities(
            place INTEGER PRIMARY KEY, instance INTEGER NOT NULL, name TEXT NOT NULL, input TEXT);
        """;

    // Rows are ordered by the number of their instance, not by its id: instances that are under way together were
    // started at about the same time, so that the turns of many change few pages.
    private const string Tables = $"""
        CREATE TABLE instances(
            born INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, run INTEGER NOT NULL, name TEXT NOT NULL,
            version TEXT NOT NULL, status INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL,
            turns INTEGER NOT NULL, input TEXT, output TEXT, custom TEXT, failure TEXT, tags TEXT,
            parent TEXT, parent_run INTEGER, parent_step INTEGER, parent_name TEXT, trace TEXT);
        CREATE INDEX unbegun ON instances(turns) WHERE turns = 0;
        CREATE INDEX children ON instances(parent) WHERE parent IS NOT NULL;
        CREATE TABLE inbox(
            place INTEGER PRIMARY KEY, instance INTEGER NOT NULL, run INTEGER, event TEXT NOT NULL);
        CREATE INDEX inbox_of ON inbox(instance);
        {Placed}
        CREATE TABLE timers(
            instance INTEGER NOT NULL, run INTEGER NOT NULL, step INTEGER NOT NULL, due INTEGER NOT NULL,
            PRIMARY KEY(instance, run, step)) WITHOUT ROWID;
        CREATE TABLE counter(last INTEGER NOT NULL);

        """;

    // What the second layout had and the first had not.
    private const string SinceFirst = "ALTER TABLE instances ADD COLUMN trace TEXT; ";

    // Up to the second, every table had the instance's id.
    private const string SinceSecond = $"""
        DROP INDEX unbegun;
        DROP INDEX children;
        DROP INDEX inbox_of;
        ALTER TABLE instances RENAME TO second_instances;
        ALTER TABLE history RENAME TO second_history;
        ALTER TABLE inbox RENAME TO second_inbox;
        ALTER TABLE activities RENAME TO second_activities;
        ALTER TABLE timers RENAME TO second_timers;
        ALTER TABLE counter RENAME TO second_counter;
        {Tables}
        INSERT INTO instances({FileReader.Columns}) SELECT {FileReader.Columns} FROM second_instances;
        INSERT INTO history
            SELECT (born << 24) + turn, events FROM second_history JOIN instances ON id = instance;
        INSERT INTO inbox SELECT place, born, o.run, event FROM second_inbox AS o JOIN instances ON id = instance;
        INSERT INTO activities
            SELECT (o.run << 24) + step, born, o.name, o.input
            FROM second_activities AS o JOIN instances ON id = instance;
        INSERT INTO timers SELECT born, o.run, step, due FROM second_timers AS o JOIN instances ON id = instance;
        INSERT INTO counter SELECT last FROM second_counter;
        DROP TABLE second_history;
        DROP TABLE second_inbox;
        DROP TABLE second_activities;
        DROP TABLE second_timers;
        DROP TABLE second_counter;
        DROP TABLE second_instances;

        """;

    private const string SinceThird = $"""
        ALTER TABLE history RENAME TO third_history;
        ALTER TABLE activities RENAME TO third_activities;
        {Placed}
        INSERT INTO history SELECT (instance << 24) + turn, events FROM third_history;
        INSERT INTO activities SELECT (run << 24) + step, instance, name, input FROM third_activities;
        DROP TABLE third_history;
        DROP TABLE third_activities;

        """;
}
