using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Serverless.Runtime.DurableTask;

/// <summary>The engine's file: locked as long as the engine lives, with connections to write and to read it.</summary>
internal sealed class EngineFile : IDisposable
{
    private const int Layout = 2;

    // What a system calls a file that another process has locked: Linux, macOS, Windows.
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private readonly string connectionText;
    private readonly FileStream hold;
    private readonly ConcurrentBag<FileReader> idle = [];
    private volatile bool closed;

    private EngineFile(string path, FileStream hold)
    {
        this.hold = hold;
        connectionText = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 2,
        }.ToString();
        Writer = new FileWriter(Connect());
    }

    public FileWriter Writer { get; }

    /// <exception cref="IOException">
    /// Another process uses the file, it is no file of this engine, or the disk does not let it be used.
    /// </exception>
    public static EngineFile Open(string path)
    {
        var full = Path.GetFullPath(path);
        var hold = Hold(full);
        try
        {
            return new EngineFile(full, hold);
        }
        catch (SqliteException broken)
        {
            hold.Dispose();
            throw Unusable(full, broken);
        }
        catch
        {
            hold.Dispose();
            throw;
        }
    }

    /// <summary>What to tell whoever wants to use the file and cannot.</summary>
    public static IOException Unusable(string path, SqliteException reason) =>
        new($"The orchestrations' file {path} cannot be used: {reason.Advice()}.", reason);

    public T Read<T>(Func<FileReader, T> read)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        if (!idle.TryTake(out var reader))
            reader = new FileReader(Connect());
        try
        {
            return read(reader);
        }
        finally
        {
            idle.Add(reader);
            if (closed)
                CloseReaders();
        }
    }

    // A reader that is in use is closed by its user.
    public void Dispose()
    {
        closed = true;
        CloseReaders();
        Writer.Dispose();
        hold.Dispose();
    }

    private void CloseReaders()
    {
        while (idle.TryTake(out var reader))
            reader.Dispose();
    }

    // The system takes the lock back when the process ends, however it ends.
    private static FileStream Hold(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken) when (Taken.Contains(taken.HResult))
        {
            throw new IOException(
                $"The orchestrations' file {path} is in use by another process: end that one, or name another file.",
                taken);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The orchestrations' file {path} cannot be opened: {refused.Message}", refused);
        }
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(connectionText);
        try
        {
            connection.Open();
            // FULL: an acknowledged commit survives the machine's end, not only the process's.
            Do(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=2000;");
            Lay(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Lay(SqliteConnection connection)
    {
        using var ask = connection.CreateCommand();
        ask.CommandText = "PRAGMA user_version";
        var layout = (long)ask.ExecuteScalar()!;
        if (layout == Layout)
            return;
        if (layout is not (0 or 1))
        {
            throw new IOException(
                $"The orchestrations' file {connection.DataSource} has layout {layout}, and this engine knows layout "
                + $"{Layout}: run the release that wrote it, or name another file.");
        }

        if (layout == 0 && HasTables(connection))
        {
            throw new IOException(
                $"The file {connection.DataSource} belongs to another program: name another for the orchestrations.");
        }

        using var transaction = connection.BeginTransaction();
        Do(connection, (layout == 1 ? SinceFirst : Tables) + $"PRAGMA user_version={Layout};");
        transaction.Commit();
    }

    private static bool HasTables(SqliteConnection connection)
    {
        using var ask = connection.CreateCommand();
        ask.CommandText = "SELECT EXISTS(SELECT 1 FROM sqlite_master)";
        return (long)ask.ExecuteScalar()! == 1;
    }

    private static void Do(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // What the second layout has and the first had not.
    private const string SinceFirst = "ALTER TABLE instances ADD COLUMN trace TEXT; ";

    private const string Tables = """
        CREATE TABLE instances(
            id TEXT PRIMARY KEY, run INTEGER NOT NULL, born INTEGER NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,
            status INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, turns INTEGER NOT NULL,
            input TEXT, output TEXT, custom TEXT, failure TEXT, tags TEXT,
            parent TEXT, parent_run INTEGER, parent_step INTEGER, parent_name TEXT,
            trace TEXT) WITHOUT ROWID;
        CREATE INDEX unbegun ON instances(id) WHERE turns = 0;
        CREATE INDEX children ON instances(parent) WHERE parent IS NOT NULL;
        CREATE TABLE history(
            instance TEXT NOT NULL, turn INTEGER NOT NULL, events TEXT NOT NULL,
            PRIMARY KEY(instance, turn)) WITHOUT ROWID;
        CREATE TABLE inbox(
            place INTEGER PRIMARY KEY, instance TEXT NOT NULL, run INTEGER, event TEXT NOT NULL);
        CREATE INDEX inbox_of ON inbox(instance);
        CREATE TABLE activities(
            instance TEXT NOT NULL, run INTEGER NOT NULL, step INTEGER NOT NULL, name TEXT NOT NULL, input TEXT,
            PRIMARY KEY(instance, run, step)) WITHOUT ROWID;
        CREATE TABLE timers(
            instance TEXT NOT NULL, run INTEGER NOT NULL, step INTEGER NOT NULL, due INTEGER NOT NULL,
            PRIMARY KEY(instance, run, step)) WITHOUT ROWID;
        CREATE TABLE counter(last INTEGER NOT NULL);
        INSERT INTO counter(last) VALUES(0);

        """;
}
