using Microsoft.Data.Sqlite;

namespace Serverless.Runtime.DurableTask;

/// <summary>Writes within the transaction of the one who commits; used by that one thread only.</summary>
internal sealed class FileWriter : IDisposable
{
    private const string TimerColumns = "instance, run, step, due";

    private readonly SqliteConnection connection;
    private readonly List<Statement> statements = [];
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement rollback;
    private readonly Statement find;
    private readonly Statement add;
    private readonly Statement addTurn;
    private readonly Statement forgetTurns;
    private readonly Statement forget;
    private readonly Statement post;
    private readonly Statement take;
    private readonly Statement emptyInbox;
    private readonly Statement addActivity;
    private readonly Statement endActivity;
    private readonly Statement endActivities;
    private readonly Statement addTimer;
    private readonly Statement endTimer;
    private readonly Statement endTimers;
    private readonly Statement children;
    private readonly Statement turn;
    private readonly Statement count;
    private long counted;
    private long last;

    public FileWriter(SqliteConnection connection)
    {
        this.connection = connection;
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        rollback = Prepare("ROLLBACK");
        find = Prepare($"SELECT {FileReader.Columns} FROM instances WHERE id = ?1");
        add = Prepare($"""
            INSERT INTO instances({FileReader.Columns})
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
            """);
        turn = Prepare("""
            UPDATE instances SET run = ?4, version = ?5, status = ?6, created = ?7, updated = ?8, turns = ?9,
            input = ?10, output = ?11, custom = ?12, failure = ?13 WHERE id = ?1 AND run = ?2 AND turns = ?3
            """);
        addTurn = Prepare("INSERT INTO history(instance, turn, events) VALUES(?1, ?2, ?3)");
        forgetTurns = Prepare("DELETE FROM history WHERE instance = ?1");
        forget = Prepare("DELETE FROM instances WHERE id = ?1");
        post = Prepare("INSERT INTO inbox(place, instance, run, event) VALUES(?1, ?2, ?3, ?4)");
        take = Prepare("DELETE FROM inbox WHERE place = ?1");
        emptyInbox = Prepare("DELETE FROM inbox WHERE instance = ?1");
        addActivity = Prepare(
            "INSERT INTO activities(instance, run, step, name, input) VALUES(?1, ?2, ?3, ?4, ?5)");
        endActivity = Prepare("DELETE FROM activities WHERE instance = ?1 AND run = ?2 AND step = ?3");
        endActivities = Prepare("DELETE FROM activities WHERE instance = ?1");
        addTimer = Prepare("INSERT INTO timers(instance, run, step, due) VALUES(?1, ?2, ?3, ?4)");
        endTimer = Prepare(
            $"DELETE FROM timers WHERE instance = ?1 AND run = ?2 AND step = ?3 RETURNING {TimerColumns}");
        endTimers = Prepare($"DELETE FROM timers WHERE instance = ?1 RETURNING {TimerColumns}");
        children = Prepare("SELECT id FROM instances WHERE parent = ?1");
        count = Prepare("UPDATE counter SET last = ?1");
        using var ask = new Statement(connection, "SELECT last FROM counter");
        last = counted = ask.First(row => row.Long(0));
    }

    /// <summary>How many rows have been written so far.</summary>
    public int Changes => SQLitePCL.raw.sqlite3_total_changes(connection.Handle);

    public void Begin() => begin.Run();

    public void Commit()
    {
        if (last != counted)
            count.Run(last);
        commit.Run();
        counted = last;
    }

    // SQLite has rolled back by itself where the disk is full or broken.
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
            rollback.Run();
        counted = -1;
    }

    public Instance? Find(string id) => find.First(FileReader.Instance, id);

    /// <summary>A number greater than all before it.</summary>
    public long Next() => ++last;

    public void Add(Instance instance)
    {
        var parent = instance.Parent;
        add.Run(
            instance.Id, instance.Run, instance.Born, instance.Name, instance.Version, (int)instance.Status,
            instance.Created.Ticks, instance.Updated.Ticks, instance.Turns, instance.Input, instance.Output,
            instance.CustomStatus, instance.Failure, instance.Tags,
            parent?.Id, parent?.Run, parent?.Step, parent?.Name, instance.Trace);
    }

    /// <summary>Changes an instance; false where it is not any more what the turn began with.</summary>
    public bool Turn(Instance before, Instance after) => turn.Run(
        before.Id, before.Run, before.Turns, after.Run, after.Version, (int)after.Status, after.Created.Ticks,
        after.Updated.Ticks, after.Turns, after.Input, after.Output, after.CustomStatus, after.Failure) == 1;

    public void AddTurn(string id, int turn, string events) => addTurn.Run(id, turn, events);

    public void ForgetTurns(string id) => forgetTurns.Run(id);

    /// <summary>Puts an event into an instance's inbox and gives the message to bring to it.</summary>
    public Message Post(string id, HistoryEvent heard, long? run = null)
    {
        var place = Next();
        var placed = heard is EventRaised raised ? raised with { Place = place } : heard;
        post.Run(place, id, run, HistoryJson.Write(placed));
        return new(placed, place, run);
    }

    /// <summary>Puts an event back into the place that it had.</summary>
    public Message PostAgain(string id, EventRaised heard)
    {
        // Who raised it has been told when it was heard first.
        var again = heard with { Trace = null };
        post.Run(heard.Place, id, null, HistoryJson.Write(again));
        return new(again, heard.Place);
    }

    public void Take(long place) => take.Run(place);

    public void AddActivity(Work work) => addActivity.Run(work.Instance, work.Run, work.Step, work.Name, work.Input);

    public void EndActivity(string id, long run, int step) => endActivity.Run(id, run, step);

    public void AddTimer(DueTimer timer) => addTimer.Run(timer.Instance, timer.Run, timer.Step, timer.Due.Ticks);

    /// <summary>Ends a timer, and gives it if it was there.</summary>
    public List<DueTimer> EndTimer(string id, long run, int step) => endTimer.Rows(Timer, id, run, step);

    /// <summary>Ends whatever an instance still waits for, and gives the timers that will not fire.</summary>
    public List<DueTimer> EndAll(string id)
    {
        endActivities.Run(id);
        return endTimers.Rows(Timer, id);
    }

    /// <summary>Removes all traces of an instance, and gives the timers that will not fire.</summary>
    public List<DueTimer> Forget(string id)
    {
        var timers = EndAll(id);
        emptyInbox.Run(id);
        forgetTurns.Run(id);
        forget.Run(id);
        return timers;
    }

    public List<string> Children(string id) => children.Rows(row => row.Text(0), id);

    public void Dispose()
    {
        foreach (var statement in statements)
            statement.Dispose();
        connection.Dispose();
    }

    private static DueTimer Timer(Row row) => new(row.Text(0), row.Long(1), row.Int(2), row.Time(3));

    private Statement Prepare(string sql)
    {
        var statement = new Statement(connection, sql);
        statements.Add(statement);
        return statement;
    }
}
