using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Serverless.Sandbox;

/// <summary>What the sandbox remembers: JSON documents in one SQLite file, all held in memory as well.</summary>
/// <remarks>One change at a time: the parties played here are small, and so an order of events always exists.</remarks>
internal sealed class SandboxFile : IDisposable
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly SqliteConnection connection;
    private readonly Lock gate = new();
    private readonly List<Action> undo = [];
    private readonly List<Action> whenDone = [];
    private SqliteTransaction? transaction;

    public SandboxFile(string path)
    {
        bool inMemory = path.Length == 0;
        if (!inMemory && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            Directory.CreateDirectory(folder);
        connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = inMemory ? ":memory:" : path,
            Pooling = false,
        }.ToString());
        connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
        Execute(
            "CREATE TABLE IF NOT EXISTS documents " +
            "(kind TEXT, id TEXT, body TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID");
    }

    /// <summary>Does all of <paramref name="work"/> or nothing of it.</summary>
    public T Change<T>(Func<T> work)
    {
        List<Action> afterwards;
        T result;
        lock (gate)
        {
            if (transaction is not null)
                return work();
            transaction = connection.BeginTransaction();
            try
            {
                result = work();
                transaction.Commit();
            }
            catch
            {
                transaction.Rollback();
                whenDone.Clear();
                for (int i = undo.Count - 1; i >= 0; i--)
                    undo[i]();
                throw;
            }
            finally
            {
                undo.Clear();
                transaction.Dispose();
                transaction = null;
            }
            afterwards = [.. whenDone];
            whenDone.Clear();
        }
        afterwards.ForEach(act => act());
        return result;
    }

    public void Change(Action work) => Change(() =>
    {
        work();
        return true;
    });

    /// <summary>Runs once the change under way is safe in the file, and never if it is not.</summary>
    internal void WhenDone(Action act) => whenDone.Add(act);

    internal IEnumerable<(string Id, string Body)> Read(string kind)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, body FROM documents WHERE kind = $kind";
        command.Parameters.AddWithValue("$kind", kind);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            yield return (reader.GetString(0), reader.GetString(1));
    }

    /// <summary>Writes or (without a body) removes one document, as part of the change under way.</summary>
    internal void Write(string kind, string id, string? body, Action takeBack)
    {
        undo.Add(takeBack);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = body is null
            ? "DELETE FROM documents WHERE kind = $kind AND id = $id"
            : "INSERT INTO documents VALUES ($kind, $id, $body) ON CONFLICT DO UPDATE SET body = excluded.body";
        command.Parameters.AddWithValue("$kind", kind);
        command.Parameters.AddWithValue("$id", id);
        if (body is not null)
            command.Parameters.AddWithValue("$body", body);
        command.ExecuteNonQuery();
    }

    private void Execute(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        lock (gate)
            connection.Dispose();
    }
}
