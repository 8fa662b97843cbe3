using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

/// <summary>Files that an earlier version of the engine has left.</summary>
public class FileLayoutTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    // The second layout had the instance's id in every table, and the first knew no trace.
    private const string ToSecond = """
        ALTER TABLE instances RENAME TO i;
        ALTER TABLE history RENAME TO h;
        ALTER TABLE inbox RENAME TO m;
        ALTER TABLE activities RENAME TO a;
        ALTER TABLE timers RENAME TO t;
        DROP INDEX unbegun;
        DROP INDEX children;
        DROP INDEX inbox_of;
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
        INSERT INTO instances SELECT id, run, born, name, version, status, created, updated, turns, input, output,
            custom, failure, tags, parent, parent_run, parent_step, parent_name, trace FROM i;
        INSERT INTO history SELECT id, place & 16777215, events FROM h JOIN i ON i.born = place >> 24;
        INSERT INTO inbox SELECT place, id, m.run, event FROM m JOIN i ON i.born = m.instance;
        INSERT INTO activities
            SELECT id, place >> 24, place & 16777215, a.name, a.input FROM a JOIN i ON i.born = a.instance;
        INSERT INTO timers SELECT id, t.run, step, due FROM t JOIN i ON i.born = t.instance;
        DROP TABLE h;
        DROP TABLE m;
        DROP TABLE a;
        DROP TABLE t;
        DROP TABLE i;
        PRAGMA user_version = 2;
        """;

    // The third had keys of several columns, where the fourth has numbers.
    private const string ToThird = """
        ALTER TABLE history RENAME TO h;
        ALTER TABLE activities RENAME TO a;
        CREATE TABLE history(
            instance INTEGER NOT NULL, turn INTEGER NOT NULL, events TEXT NOT NULL,
            PRIMARY KEY(instance, turn)) WITHOUT ROWID;
        CREATE TABLE activities(
            instance INTEGER NOT NULL, run INTEGER NOT NULL, step INTEGER NOT NULL, name TEXT NOT NULL, input TEXT,
            PRIMARY KEY(instance, run, step)) WITHOUT ROWID;
        INSERT INTO history SELECT place >> 24, place & 16777215, events FROM h;
        INSERT INTO activities SELECT instance, place >> 24, place & 16777215, name, input FROM a;
        DROP TABLE h;
        DROP TABLE a;
        PRAGMA user_version = 3;
        """;

    [Theory]
    [InlineData(ToThird)]
    [InlineData(ToSecond)]
    [InlineData(ToSecond + "ALTER TABLE instances DROP COLUMN trace; PRAGMA user_version = 1")]
    public async Task A_file_of_an_earlier_layout_goes_on(string back)
    {
        var slow = new TaskCompletionSource<string>();
        await using var rig = await Rig.Start(
            code => code
                .Orchestrator("Listen", async context => await context.WaitForExternalEvent<string>("Go"))
                .Orchestrator("Sleep", async context => await context.CreateTimer(Hour, CancellationToken.None))
                .Orchestrator("Call", async context => await context.CallActivityAsync<string>("Slow", "anyone?"))
                .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                    "Listen", null, new SubOrchestrationOptions { InstanceId = "child" }))
                .ActivityAsync<string, string>("Slow", async question => question + await slow.Task),
            options => options.DrainTimeout = TimeSpan.Zero);
        foreach (var name in (string[])["Sleep", "Call", "Parent"])
            await rig.Schedule(name, id: name);
        await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Listen", new StartOrchestrationOptions("later", rig.Clock.GetUtcNow() + Hour));
        await rig.Client.RaiseEventAsync("later", "Go", "early");
        await rig.Until("child", one => one.IsRunning);
        await rig.Until("Call", one => one.IsRunning);
        await rig.Stop();
        Sql(rig, back);

        slow.SetResult(" Here.");
        await rig.Reopen();
        await rig.Client.RaiseEventAsync("child", "Go", "heard");
        await rig.Pass(Hour);

        Assert.Equal("heard", (await rig.End("Parent")).ReadOutputAs<string>());
        Assert.Equal("anyone? Here.", (await rig.End("Call")).ReadOutputAs<string>());
        Assert.Equal("early", (await rig.End("later")).ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.End("Sleep")).RuntimeStatus);
    }

    private static void Sql(Rig rig, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={rig.File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
