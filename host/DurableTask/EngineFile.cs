using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Serverless.Runtime.DurableTask;

/// <summary>The engine's file: locked as long as the engine lives, with connections to write and to read it.</summary>
internal sealed class EngineFile : IDisposable
{
    // What a system calls a file that another process has locked: Linux, macOS, Windows.
    private static readonly int[] Taken = [11, 35, unchecked((int)0x80070020)];

    private readonly string path;
    private readonly FileStream hold;
    private readonly ConcurrentBag<FileReader> idle = [];
    private volatile bool closed;

    static EngineFile() => Batteries_V2.Init();

    private EngineFile(string path, FileStream hold)
    {
        (this.path, this.hold) = (path, hold);
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

    // Each connection is used by one thread at a time, so it needs no lock of its own.
    private sqlite3 Connect()
    {
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var outcome = raw.sqlite3_open_v2(path, out var connection, Flags, null);
        try
        {
            SqliteException.ThrowExceptionForRC(outcome, connection);
            // FULL: an acknowledged commit survives the machine's end, not only the process's.
            connection.Do("PRAGMA busy_timeout=2000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
            FileLayout.Lay(connection, path);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
