using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>Instances of one release, run by another.</summary>
/// <remarks>
/// As in learn.microsoft.com/azure/azure-functions/durable/durable-functions-orchestration-versioning; the genuine
/// engine takes these settings from its host, so that these cases cannot be run on it as they are.
/// </remarks>
public class VersionTests
{
    [Fact]
    public async Task The_default_version_is_that_of_every_instance_started_without_one()
    {
        await using var rig = await Start("1.5");

        Assert.Equal("1.5 child 1.5 1.5", (await rig.Run("Tell")).ReadOutputAs<string>());
        var own = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Tell", null, new StartOrchestrationOptions { Version = "1.2" });
        Assert.Equal("1.2 child 1.5 1.5", (await rig.End(own)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(VersionMatch.CurrentOrOlder, "1.9", true)]
    [InlineData(VersionMatch.CurrentOrOlder, "1.10", true)]
    [InlineData(VersionMatch.CurrentOrOlder, "1.11", false)]
    [InlineData(VersionMatch.Strict, "1.10", true)]
    [InlineData(VersionMatch.Strict, "1.9", false)]
    [InlineData(VersionMatch.None, "2.0", true)]
    public async Task A_release_runs_the_versions_that_match_its_own_and_fails_others_where_told_to(
        VersionMatch match, string version, bool runs)
    {
        await using var rig = await Start("1.10", match, VersionFailure.Fail);
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Child", null, new StartOrchestrationOptions { Version = version });

        var ended = await rig.End(id);

        Assert.Equal(
            runs ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(runs ? null : "VersionMismatch", ended.FailureDetails?.ErrorType);
    }

    [Fact]
    public async Task An_instance_of_a_later_version_waits_for_the_release_that_runs_it()
    {
        var version = "1.0";
        await using var rig = await Rig.Start(
            code => code.Orchestrator("Listen", async context =>
                $"{context.Version} {await context.WaitForExternalEvent<string>("End")}"),
            options => options.DefaultVersion = version);
        var late = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Listen", null, new StartOrchestrationOptions { Version = "2.0" });
        var own = await rig.Schedule("Listen");
        await rig.Client.RaiseEventAsync(late, "End", "waited");
        await rig.Client.RaiseEventAsync(own, "End", "at once");

        Assert.Equal("1.0 at once", (await rig.End(own)).ReadOutputAs<string>());
        await rig.Idle();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await rig.Get(late)).RuntimeStatus);
        Assert.Contains(rig.Logged, line => line.Contains("is of version 2.0, which this", StringComparison.Ordinal));
        version = "2.0";
        await rig.Restart();

        Assert.Equal("2.0 waited", (await rig.End(late)).ReadOutputAs<string>());
    }

    private static Task<Rig> Start(
        string version,
        VersionMatch match = VersionMatch.CurrentOrOlder,
        VersionFailure failure = VersionFailure.Reject) =>
        Rig.Start(
            code => code
                .Orchestrator("Tell", async context =>
                    $"{context.Version} child {await context.CallSubOrchestratorAsync<string>("Child")}")
                .Orchestrator("Child", context => Task.FromResult($"{context.Version} {context.Version}")),
            options =>
            {
                options.DefaultVersion = version;
                options.VersionMatch = match;
                options.VersionFailure = failure;
            });
}
