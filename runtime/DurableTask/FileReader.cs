using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Serverless.Runtime.DurableTask;

/// <summary>Reads what has been committed; used by one thread at a time.</summary>
internal sealed class FileReader : IDisposable
{
    public const string Columns =
        "id, run, born, name, version, status, created, updated, turns, input, output, custom, failure, tags, "
        + "parent, parent_run, parent_step, parent_name, trace";

    private readonly SqliteConnection connection;
    private readonly Statement find;
    private readonly Statement history;
    private readonly Statement list;
    private readonly Statement inbox;
    private readonly Statement activities;
    private readonly Statement timers;
    private readonly Statement unbegun;

    public FileReader(SqliteConnection connection)
    {
        this.connection = connection;
        find = new(connection, $"SELECT {Columns} FROM instances WHERE id = $1", 1);
        history = new(connection, "SELECT events FROM history WHERE instance = $1 ORDER BY turn", 1);
        // A status is one decimal digit, so a list of them is a string of digits.
        list = new(connection, $"""
            SELECT {Columns} FROM instances
            WHERE id > $1 AND id >= $2 AND substr(id, 1, length($2)) = $2
            AND created >= $3 AND created <= $4 AND ($5 IS NULL OR instr($5, status)) ORDER BY id LIMIT $6
            """, 6);
        inbox = new(connection, "SELECT instance, place, run, event FROM inbox ORDER BY place", 0);
        activities = new(connection, """
            SELECT a.instance, a.run, a.step, a.name, a.input, i.trace
            FROM activities AS a JOIN instances AS i ON i.id = a.instance
            """, 0);
        timers = new(connection, "SELECT instance, run, step, due FROM timers", 0);
        unbegun = new(connection, """
            SELECT id FROM instances WHERE turns = 0 AND status IN (0, 6)
            AND NOT EXISTS(SELECT 1 FROM timers WHERE instance = id AND step = -1)
            """, 0);
    }

    public Instance? Find(string id) => find.Rows(Row, id).FirstOrDefault();

    public List<string> History(string id) => history.Rows(row => row.GetString(0), id);

    public List<Instance> List(
        string after, string prefix, DateTime from, DateTime to, string? statuses, int limit) =>
        list.Rows(Row, after, prefix, from.Ticks, to.Ticks, statuses, limit);

    public List<(string Instance, long Place, long? Run, string Event)> Inbox() => inbox.Rows(row =>
        (row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? (long?)null : row.GetInt64(2), row.GetString(3)));

    public List<Work> Activities() => activities.Rows(row =>
        new Work(row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.Text(4), row.Text(5)));

    public List<DueTimer> Timers() => timers.Rows(row =>
        new DueTimer(row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.Time(3)));

    /// <summary>Instances whose first turn has yet to run, and may.</summary>
    public List<string> Unbegun() => unbegun.Rows(row => row.GetString(0));

    public void Dispose()
    {
        foreach (var statement in (Statement[])[find, history, list, inbox, activities, timers, unbegun])
            statement.Dispose();
        connection.Dispose();
    }

    public static Instance Row(SqliteDataReader row) => new()
    {
        Id = row.GetString(0),
        Run = row.GetInt64(1),
        Born = row.GetInt64(2),
        Name = row.GetString(3),
        Version = row.GetString(4),
        Status = (OrchestrationRuntimeStatus)row.GetInt32(5),
        Created = row.Time(6),
        Updated = row.Time(7),
        Turns = row.GetInt32(8),
        Input = row.Text(9),
        Output = row.Text(10),
        CustomStatus = row.Text(11),
        Failure = row.Text(12),
        Tags = row.Text(13),
        Parent = row.IsDBNull(14)
            ? null
            : new Caller(row.GetString(14), row.GetInt64(15), row.GetInt32(16), row.GetString(17)),
        Trace = row.Text(18),
    };
}

/// <summary>An activity that is to be run; the trace is its instance's.</summary>
internal sealed record Work(string Instance, long Run, int Step, string Name, string? Input, string? Trace);

/// <summary>A timer that is to fire; step −1 is the instance's own beginning.</summary>
internal sealed record DueTimer(string Instance, long Run, int Step, DateTime Due)
{
    public const int Beginning = -1;
}
