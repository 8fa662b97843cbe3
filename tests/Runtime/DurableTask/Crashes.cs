using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

/// <summary>Does things with an engine that may be cut off meanwhile; then another takes its file.</summary>
internal static class Crashes
{
    // On a busy machine a hundred commits may take that long; what hangs is found all the same.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Does something once: again only where the file of an engine cut off knows nothing of it.</summary>
    public static async Task Surely(this Rig rig, Func<DurableTaskClient, Task> act, string mark)
    {
        while (true)
        {
            var asked = act(rig.Client);
            // What is still on its way must not come to the next engine, to which it is said again.
            if (await Went(rig, asked, () => asked.ContinueWith(_ => { }, TaskScheduler.Default)))
                return;
            if (Knows(rig.File, mark))
                return;
        }
    }

    public static async Task SurelyIdle(this Rig rig)
    {
        while (!await Went(rig, rig.Engine.WhenIdle(), () => Task.CompletedTask))
        {
        }
    }

    public static async Task SurelyPass(this Rig rig, TimeSpan time)
    {
        await rig.SurelyIdle();
        rig.Clock.Advance(time);
        await rig.SurelyIdle();
    }

    // False: the engine was cut off first, and another runs now.
    private static async Task<bool> Went(Rig rig, Task act, Func<Task> settled)
    {
        var ended = rig.Engine.Ended;
        var first = await Task.WhenAny(act, ended).WaitAsync(Patience);
        if (first == act && !ended.IsCompleted)
        {
            await act;
            return true;
        }

        await rig.Engine.Abandon();
        await settled().WaitAsync(Patience);
        await rig.Reopen();
        return false;
    }

    private static bool Knows(string file, string mark)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT EXISTS(SELECT 1 FROM instances WHERE id = $mark OR instr(input, $mark) OR instr(output, $mark))
            OR EXISTS(SELECT 1 FROM inbox WHERE instr(event, CAST($mark AS BLOB)))
            OR EXISTS(SELECT 1 FROM history WHERE instr(events, CAST($mark AS BLOB)))
            """;
        command.Parameters.AddWithValue("$mark", mark);
        return (long)command.ExecuteScalar()! == 1;
    }
}
