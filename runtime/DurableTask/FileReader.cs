using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Protobuf;
using SQLitePCL;

namespace Serverless.Runtime.DurableTask;

/// <summary>Reads what has been committed; used by one thread at a time.</summary>
internal sealed class FileReader : IDisposable
{
    public const string Columns =
        "id, run, born, name, version, status, created, updated, turns, input, output, custom, failure, tags, "
        + "parent, parent_run, parent_step, parent_name, trace, carried";

    private readonly sqlite3 connection;
    private readonly Statement find;
    private readonly Statement history;
    private readonly Statement list;
    private readonly Statement inbox;
    private readonly Statement activities;
    private readonly Statement timers;
    private readonly Statement unbegun;

    public FileReader(sqlite3 connection)
    {
        this.connection = connection;
        find = new(connection, $"SELECT {Columns} FROM instances WHERE id = ?1");
        history = new(connection, "SELECT events FROM history WHERE place BETWEEN ?1 AND ?2 ORDER BY place");
        // A status is one decimal digit, so a list of them is a string of digits.
        list = new(connection, $"""
            SELECT {Columns} FROM instances
            WHERE id > ?1 AND id >= ?2 AND substr(id, 1, length(?2)) = ?2
            AND created >= ?3 AND created <= ?4 AND (?5 IS NULL OR instr(?5, status)) ORDER BY id LIMIT ?6
            """);
        inbox = new(connection, """
            SELECT i.id, m.place, m.run, m.event, m.trace
            FROM inbox AS m JOIN instances AS i ON i.born = m.instance ORDER BY m.place
            """);
        activities = new(connection, """
            SELECT i.id, a.place, a.name, a.input, i.trace
            FROM activities AS a JOIN instances AS i ON i.born = a.instance
            """);
        timers = new(connection, """
            SELECT i.id, t.run, t.step, t.due FROM timers AS t JOIN instances AS i ON i.born = t.instance
            """);
        unbegun = new(connection, """
            SELECT id FROM instances WHERE turns = 0 AND status IN (0, 6, 7)
            AND NOT EXISTS(SELECT 1 FROM timers WHERE instance = born AND step = -1)
            """);
    }

    public Instance? Find(string id) => find.First(Instance, id);

    public List<byte[]> History(Instance instance) =>
        history.Rows(row => row.Bytes(0), Places.First(instance.Born), Places.Last(instance.Born));

    public List<Instance> List(
        string after, string prefix, DateTime from, DateTime to, string? statuses, int limit) =>
        list.Rows(Instance, after, prefix, from.Ticks, to.Ticks, statuses, limit);

    public List<Letter> Inbox()
    {
        try
        {
            return inbox.Rows(row => new Letter(
                row.Text(0), row.Long(1), row.IsNull(2) ? null : row.Long(2), row.Bytes(3), row.TextOrNull(4)));
        }
        catch (SqliteException damaged) when (damaged.IsDamage())
        {
            return new RowByRow(connection).Inbox();
        }
    }

    /// <summary>The activities that are to be run, and the runs of instances of which one cannot be read.</summary>
    public List<Work> Activities(List<(string Instance, long Run)> damaged)
    {
        try
        {
            return activities.Rows(row => new Work(
                row.Text(0), Places.Number(row.Long(1)), Places.Part(row.Long(1)), row.Text(2), row.TextOrNull(3),
                row.TextOrNull(4)));
        }
        catch (SqliteException trouble) when (trouble.IsDamage())
        {
            return new RowByRow(connection).Activities(damaged);
        }
    }

    public List<DueTimer> Timers() => timers.Rows(row =>
        new DueTimer(row.Text(0), row.Long(1), row.Int(2), row.Time(3)));

    /// <summary>Instances whose first turn has yet to run, and may.</summary>
    public List<string> Unbegun() => unbegun.Rows(row => row.Text(0));

    public void Dispose()
    {
        foreach (var statement in (Statement[])[find, history, list, inbox, activities, timers, unbegun])
            statement.Dispose();
        connection.Dispose();
    }

    public static Instance Instance(Row row) => new()
    {
        Id = row.Text(0),
        Run = row.Long(1),
        Born = row.Long(2),
        Name = row.Text(3),
        Version = row.Text(4),
        Status = (OrchestrationStatus)row.Int(5),
        Created = row.Time(6),
        Updated = row.Time(7),
        Turns = row.Int(8),
        Input = row.TextOrNull(9),
        Output = row.TextOrNull(10),
        CustomStatus = row.TextOrNull(11),
        Failure = row.BytesOrNull(12),
        Tags = row.TextOrNull(13),
        Parent = row.IsNull(14)
            ? null
            : new Caller(row.Text(14), row.Long(15), row.Int(16), row.Text(17)),
        Trace = row.TextOrNull(18),
        Carried = row.BytesOrNull(19),
    };
}

/// <summary>What an instance is to hear, as it lies in the inbox; no event where it cannot be read.</summary>
internal sealed record Letter(string Instance, long Place, long? Run, byte[]? Event, string? Trace);
