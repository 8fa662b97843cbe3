using System.Diagnostics;
using Microsoft.Data.Sqlite;

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

    /// <summary>Seconds for one commit of so many rows of so many bytes.</summary>
    public double Commit(int commits, int rows, int bytes)
    {
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows(body) VALUES($body)";
        insert.Parameters.AddWithValue("$body", new string('x', bytes));
        insert.Prepare();
        var watch = Stopwatch.StartNew();
        for (var commit = 0; commit < commits; commit++)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var row = 0; row < rows; row++)
                insert.ExecuteNonQuery();
            transaction.Commit();
        }

        return watch.Elapsed.TotalSeconds / commits;
    }

    public void Dispose()
    {
        connection.Dispose();
        folder.Delete(recursive: true);
    }

    private void Do(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
