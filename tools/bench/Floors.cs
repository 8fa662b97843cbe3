using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Serverless.Bench;

/// <summary>What SQLite alone gives on this machine, with the durability that the engine asks of it.</summary>
internal sealed class Floors : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-floor-");
    private readonly SqliteConnection connection;

    public Floors()
    {
        var file = Path.Combine(folder.FullName, "floor.db");
        connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Do("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE rows(id INTEGER PRIMARY KEY, body TEXT)");
    }

    /// <summary>Seconds for one commit of so many rows of so many bytes, each put after the one before it.</summary>
    public double Commit(int commits, int rows, int bytes)
    {
        using var begin = Prepare("BEGIN IMMEDIATE");
        using var insert = Prepare("INSERT INTO rows(body) VALUES(?1)");
        using var commit = Prepare("COMMIT");
        var body = new byte[bytes];
        Array.Fill(body, (byte)'x');
        var watch = Stopwatch.StartNew();
        for (var made = 0; made < commits; made++)
        {
            Run(begin);
            for (var row = 0; row < rows; row++)
            {
                raw.sqlite3_bind_text(insert, 1, body);
                Run(insert);
            }

            Run(commit);
        }

        return watch.Elapsed.TotalSeconds / commits;
    }

    public void Dispose()
    {
        connection.Dispose();
        folder.Delete(recursive: true);
    }

    // SQLite itself, without what a library adds.
    private sqlite3_stmt Prepare(string sql)
    {
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v2(connection.Handle, sql, out var statement), connection.Handle);
        return statement;
    }

    private void Run(sqlite3_stmt statement)
    {
        SqliteException.ThrowExceptionForRC(raw.sqlite3_step(statement), connection.Handle);
        raw.sqlite3_reset(statement);
    }

    private void Do(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
