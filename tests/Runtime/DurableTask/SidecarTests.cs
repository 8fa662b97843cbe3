using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

/// <summary>What the engine's clients are told beside what they asked for.</summary>
public class SidecarTests
{
    [Fact]
    public async Task What_the_engine_does_not_know_is_said_in_one_sentence()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Run", _ => Task.FromResult(1)));
        await rig.Schedule("Run", id: "one");
        await rig.End("one");

        var restart = await Assert.ThrowsAnyAsync<Exception>(() => rig.Client.RestartAsync("one"));
        var rewind = await Assert.ThrowsAnyAsync<Exception>(() => rig.Client.RewindInstanceAsync("one", "again"));

        Assert.Contains("does not know restarting an instance", $"{restart}", StringComparison.Ordinal);
        Assert.Contains("does not know rewinding an instance.", $"{rewind}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_waits_for_an_instance_is_told_when_the_engine_stops()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
            await context.WaitForExternalEvent<string>("End")));
        var id = await rig.Schedule("Listen");
        var waiting = rig.Client.WaitForInstanceCompletionAsync(id);
        await Until.Holds(() => rig.Engine.Watch.IsAwaited(id));

        await rig.Stop();

        Assert.Equal(
            "The orchestration engine is stopping.", await Rig.Refused(StatusCode.Unavailable, () => waiting));
    }

    [Fact]
    public async Task A_page_says_where_the_next_begins()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Run", _ => Task.FromResult(1)));
        foreach (var id in (string[])["a", "b", "c"])
            await rig.Schedule("Run", id: id);

        List<string> pages = [];
        await foreach (var page in rig.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 2)).AsPages())
            pages.Add($"{string.Join(' ', page.Values.Select(one => one.InstanceId))} {page.ContinuationToken}");

        Assert.Equal(["a b b", "c "], pages);
    }
}
