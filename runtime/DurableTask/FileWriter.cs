using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;
using SQLitePCL;

namespace Serverless.Runtime.DurableTask;

/// <summary>Writes within the transaction of the one who commits; used by that one thread only.</summary>
internal sealed class FileWriter : IDisposable
{
    private readonly sqlite3 connection;
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
    private readonly Statement waits;
    private readonly Statement turn;
    private readonly Statement again;
    private readonly Statement count;
    private long counted;
    private long last;

    public FileWriter(sqlite3 connection)
    {
        this.connection = connection;
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        rollback = Prepare("ROLLBACK");
        find = Prepare($"SELECT {FileReader.Columns} FROM instances WHERE id = ?1");
        add = Prepare($"""
            INSERT INTO instances({FileReader.Columns})
            VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)
            """);
        turn = Prepare("""
            UPDATE instances
            SET status = ?4, updated = ?5, turns = ?6, output = ?7, custom = ?8, failure = ?9, carried = ?10
            WHERE born = ?1 AND run = ?2 AND turns = ?3
            """);
        again = Prepare("""
            UPDATE instances SET run = ?3, version = ?4, created = ?5, input = ?6 WHERE born = ?1 AND run = ?2
            """);
        addTurn = Prepare("INSERT INTO history(place, events) VALUES(?1, ?2)");
        forgetTurns = Prepare("DELETE FROM history WHERE place BETWEEN ?1 AND ?2");
        forget = Prepare("DELETE FROM instances WHERE born = ?1");
        post = Prepare("INSERT INTO inbox(place, instance, run, event, trace) VALUES(?1, ?2, ?3, ?4, ?5)");
        take = Prepare("DELETE FROM inbox WHERE place = ?1");
        emptyInbox = Prepare("DELETE FROM inbox WHERE instance = ?1");
        addActivity = Prepare(
            "INSERT INTO activities(place, instance, name, input) VALUES(?1, ?2, ?3, ?4)");
        endActivity = Prepare("DELETE FROM activities WHERE place = ?1");
        endActivities = Prepare("DELETE FROM activities WHERE place BETWEEN ?1 AND ?2");
        addTimer = Prepare("INSERT INTO timers(instance, run, step, due) VALUES(?1, ?2, ?3, ?4)");
        endTimer = Prepare(
            "DELETE FROM timers WHERE instance = ?1 AND run = ?2 AND step = ?3 RETURNING run, step, due");
        endTimers = Prepare("DELETE FROM timers WHERE instance = ?1 RETURNING run, step, due");
        children = Prepare("SELECT id FROM instances WHERE parent = ?1");
        waits = Prepare("""
            SELECT EXISTS(SELECT 1 FROM activities WHERE place BETWEEN ?1 AND ?2)
            OR EXISTS(SELECT 1 FROM timers WHERE instance = ?3)
            OR EXISTS(SELECT 1 FROM inbox WHERE instance = ?3)
            OR EXISTS(SELECT 1 FROM instances WHERE parent = ?4 AND parent_run = ?5 AND status IN (0, 6, 7))
            """);
        count = Prepare("UPDATE counter SET last = ?1");
        using var ask = new Statement(connection, "SELECT last FROM counter");
        last = counted = ask.First(row => row.Long(0));
    }

    /// <summary>How many rows have been written so far.</summary>
    public int Changes => raw.sqlite3_total_changes(connection);

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
        if (raw.sqlite3_get_autocommit(connection) == 0)
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
            parent?.Id, parent?.Run, parent?.Step, parent?.Name, instance.Trace, instance.Carried);
    }

    /// <summary>Changes an instance; false where it is not any more what the turn began with.</summary>
    public bool Turn(Instance before, Instance after) => turn.Changes(
        before.Born, before.Run, before.Turns, (int)after.Status, after.Updated.Ticks, after.Turns, after.Output,
        after.CustomStatus, after.Failure, after.Carried);

    /// <summary>Gives an instance another run.</summary>
    public void Again(Instance before, Instance after) => again.Run(
        before.Born, before.Run, after.Run, after.Version, after.Created.Ticks, after.Input);

    public void AddTurn(Instance instance, byte[] events) =>
        addTurn.Run(Places.Of(instance.Born, instance.Turns), events);

    public void ForgetTurns(Instance instance) =>
        forgetTurns.Run(Places.First(instance.Born), Places.Last(instance.Born));

    /// <summary>Puts an event into an instance's inbox and gives the message to bring to it.</summary>
    public Message Post(Instance instance, HistoryEvent heard, long? run = null, string? trace = null)
    {
        var place = Next();
        post.Run(place, instance.Born, run, heard.ToByteArray(), trace);
        return new(heard, place, run, trace);
    }

    public void Take(long place) => take.Run(place);

    public void AddActivity(Instance instance, Work work) =>
        addActivity.Run(Places.Of(work.Run, work.Step), instance.Born, work.Name, work.Input);

    public void EndActivity(Instance instance, int step) => endActivity.Run(Places.Of(instance.Run, step));

    public void AddTimer(Instance instance, DueTimer timer) =>
        addTimer.Run(instance.Born, timer.Run, timer.Step, timer.Due.Ticks);

    /// <summary>Ends a timer, and gives it if it was there.</summary>
    public List<DueTimer> EndTimer(Instance instance, int step) =>
        endTimer.Rows(row => Timer(instance, row), instance.Born, instance.Run, step);

    /// <summary>Ends whatever a run of an instance still waits for, and gives the timers that will not fire.</summary>
    public List<DueTimer> EndAll(Instance instance)
    {
        endActivities.Run(Places.First(instance.Run), Places.Last(instance.Run));
        return endTimers.Rows(row => Timer(instance, row), instance.Born);
    }

    /// <summary>Removes all traces of an instance, and gives the timers that will not fire.</summary>
    public List<DueTimer> Forget(Instance instance)
    {
        var timers = EndAll(instance);
        emptyInbox.Run(instance.Born);
        ForgetTurns(instance);
        forget.Run(instance.Born);
        return timers;
    }

    public List<string> Children(string id) => children.Rows(row => row.Text(0), id);

    /// <summary>Whether a run of an instance waits for something that the engine will tell it.</summary>
    public bool Waits(Instance instance) => waits.First(
        row => row.Int(0) == 1,
        Places.First(instance.Run), Places.Last(instance.Run), instance.Born, instance.Id, instance.Run);

    public void Dispose()
    {
        foreach (var statement in statements)
            statement.Dispose();
        connection.Dispose();
    }

    private static DueTimer Timer(Instance instance, Row row) => new(instance.Id, row.Long(0), row.Int(1), row.Time(2));

    private Statement Prepare(string sql)
    {
        var statement = new Statement(connection, sql);
        statements.Add(statement);
        return statement;
    }
}
