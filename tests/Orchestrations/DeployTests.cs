using System.Reflection;
using Microsoft.DurableTask;
using Serverless.Orchestrations;

namespace Serverless.Tests.Orchestrations;

/// <summary>What was under way before a deploy goes on after it: kept histories against the code of today.</summary>
public sealed class DeployTests
{
    private static readonly IEnumerable<KeptHistory> Kept = Directory
        .EnumerateFiles(KeptHistory.Folder, "*.history.gz", SearchOption.AllDirectories)
        .Select(file => new KeptHistory(Path.GetRelativePath(KeptHistory.Folder, file)))
        .OrderBy(history => history.File, StringComparer.Ordinal);

    // Not a constant: the analyzers know that there is no such activity.
    private static readonly TaskName SomethingElse = new("SomethingElse");

    [Fact]
    public void Every_process_of_each_release_goes_on_as_it_began() => Assert.Empty(
        Kept.Select(history => Orchestrators.All.TryGetValue(history.Orchestrator, out var today)
                ? Replayer.FirstDifference(history, today)
                : $"{history.File}: there is no {history.Orchestrator} any more, and instances of it may be under way.")
            .OfType<string>());

    [Fact]
    public void Each_orchestrator_has_histories_that_are_replayed() =>
        Assert.Empty(Orchestrators.All.Keys.Except(Kept.Select(history => history.Orchestrator)));

    [Fact]
    public void A_step_that_is_taken_away_is_named()
    {
        var history = Kept.First(one => one.Orchestrator == nameof(ReceiptOrchestration));

        string difference = Replayer.FirstDifference(history, Method(nameof(TakesNoStep)))!;

        Assert.Contains(history.File, difference, StringComparison.Ordinal);
        Assert.Contains("calls ", difference, StringComparison.Ordinal);
        Assert.Contains("is now [ends Completed]", difference, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_is_put_in_the_place_of_another_is_named()
    {
        var history = Kept.First(one => one.Orchestrator == nameof(ReceiptOrchestration));

        string difference = Replayer.FirstDifference(history, Method(nameof(TakesAnotherStep)))!;

        Assert.Contains("is now [0 calls SomethingElse]", difference, StringComparison.Ordinal);
    }

    public static Task<string> TakesNoStep(TaskOrchestrationContext context, object start) =>
        Task.FromResult($"{context.InstanceId} {start}");

    public static Task<string> TakesAnotherStep(TaskOrchestrationContext context, object start) =>
        context.CallActivityAsync<string>(SomethingElse, start);

    private static MethodInfo Method(string name) => typeof(DeployTests).GetMethod(name)!;
}
