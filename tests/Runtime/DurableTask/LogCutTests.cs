using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>The file as a power failure may leave it: its write-ahead log cut anywhere.</summary>
public class LogCutTests
{
    private const int Instances = 12;

    [Fact]
    public async Task A_log_cut_anywhere_opens_at_an_earlier_whole_turn()
    {
        await using var rig = await Rig.Start(Write);
        for (var i = 0; i < Instances; i++)
            await rig.Schedule("Order", i, $"order-{i}");
        await rig.Pass(TimeSpan.FromHours(1));
        var random = new Random(20261123);
        var log = await Shared(rig.File + "-wal");

        for (var cut = 0; cut < 200; cut++)
            await EndsAsItShould(rig, log[..random.Next(log.Length)]);
    }

    [Fact]
    public async Task A_log_cut_beyond_the_last_commit_misses_nothing()
    {
        await using var rig = await Rig.Start(Write);
        for (var i = 0; i < Instances; i++)
            await rig.Schedule("Order", i, $"order-{i}");
        await rig.Idle();
        var log = await Shared(rig.File + "-wal");

        Assert.Equal(Instances, await EndsAsItShould(rig, log));
        Assert.Equal(Instances, await EndsAsItShould(rig, [.. log, .. new byte[5000]]));
    }

    // Gives the number of instances that the file knows; each of them goes on and ends with the right result.
    private static async Task<int> EndsAsItShould(Rig rig, byte[] log)
    {
        var copy = Path.Combine(Path.GetDirectoryName(rig.File)!, $"{Guid.NewGuid():N}.db");
        await File.WriteAllBytesAsync(copy, await Shared(rig.File));
        await File.WriteAllBytesAsync(copy + "-wal", log);
        var code = new Code();
        Write(code);
        await using var engine = new DurableEngine(new DurableEngineOptions { File = copy }, code, rig.Clock);
        await engine.StartAsync(CancellationToken.None);
        await using var door = await Door.To(engine);

        List<string> known = [];
        await foreach (var one in door.Client.GetAllInstancesAsync())
            known.Add(one.InstanceId);
        foreach (var id in known)
            await door.Client.RaiseEventAsync(id, "Go", "gone");
        await engine.WhenIdle().WaitAsync(TimeSpan.FromSeconds(30));
        rig.Clock.Advance(TimeSpan.FromHours(2));
        await engine.WhenIdle().WaitAsync(TimeSpan.FromSeconds(30));

        foreach (var id in known)
        {
            var ended = (await door.Client.GetInstanceAsync(id, true))!;
            Assert.Equal($"{id} 6 gone", ended.ReadOutputAs<string>());
        }

        return known.Count;
    }

    private static void Write(Code code) => code
        .Orchestrator("Order", async context =>
        {
            var sum = 0;
            for (var i = 1; i <= 3; i++)
                sum += await context.CallActivityAsync<int>("Same", i);
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            return $"{context.InstanceId} {sum} {await context.WaitForExternalEvent<string>("Go")}";
        })
        .Activity("Same", (int number) => number);

    private static async Task<byte[]> Shared(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return bytes;
    }
}
