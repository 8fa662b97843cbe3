using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public class RetryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly List<TimeSpan> tried = [];

    [Fact]
    [Follows(FollowsAttribute.Errors + "#automatic-retry-on-failure")]
    public async Task A_failed_activity_is_tried_again_until_it_succeeds()
    {
        await using var rig = await Start(new RetryPolicy(5, Second), succeedsAt: 3);

        var ended = await RunThrough(rig);

        Assert.Equal("ok after 3", ended.ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Framework + "/pull/652")]
    public async Task The_last_attempt_fails_at_once()
    {
        await using var rig = await Start(new RetryPolicy(3, Second), succeedsAt: 100);

        var ended = await RunThrough(rig);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal([0, 1, 2], tried.Select(at => at.TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(2), ended.LastUpdatedAt - ended.CreatedAt);
    }

    [Fact]
    [Follows(FollowsAttribute.Errors + "#automatic-retry-on-failure")]
    public async Task Pauses_grow_by_the_coefficient_up_to_the_longest()
    {
        var policy = new RetryPolicy(6, Second, 2, TimeSpan.FromSeconds(5));
        await using var rig = await Start(policy, succeedsAt: 6);

        await RunThrough(rig);

        Assert.Equal([0, 1, 3, 7, 12, 17], tried.Select(at => at.TotalSeconds));
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".retrypolicy.retrytimeout")]
    public async Task Nothing_is_tried_again_after_the_time_for_retries()
    {
        var policy = new RetryPolicy(100, Second, retryTimeout: TimeSpan.FromSeconds(3));
        await using var rig = await Start(policy, succeedsAt: 100);

        var ended = await RunThrough(rig);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal([0, 1, 2, 3], tried.Select(at => at.TotalSeconds));
    }

    [Fact]
    [Follows(FollowsAttribute.Errors + "#custom-retry-handlers")]
    public async Task A_policy_can_refuse_to_try_again_by_the_failure()
    {
        var policy = new RetryPolicy(5, Second) { HandleFailure = failure => failure.IsCausedBy<TimeoutException>() };
        await using var rig = await Start(policy, succeedsAt: 100);

        var ended = await RunThrough(rig);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Single(tried);
    }

    [Fact]
    [Follows(FollowsAttribute.Errors + "#custom-retry-handlers")]
    public async Task A_handler_decides_and_is_told_of_the_last_failure()
    {
        List<string> told = [];
        await using var rig = await Start(
            TaskOptions.FromRetryHandler(retry =>
            {
                if (!retry.OrchestrationContext.IsReplaying)
                    told.Add($"{retry.LastAttemptNumber} {retry.LastFailure.ErrorMessage}");
                return retry.LastAttemptNumber < 3;
            }),
            succeedsAt: 100);

        var ended = await rig.Run("Try");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(["1 attempt 1", "2 attempt 2", "3 attempt 3"], told);
    }

    [Fact]
    [Follows(FollowsAttribute.Errors + "#custom-retry-handlers")]
    public async Task A_handler_may_wait_for_durable_timers()
    {
        await using var rig = await Start(
            TaskOptions.FromRetryHandler(async retry =>
            {
                await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return retry.TotalRetryTime < TimeSpan.FromMinutes(5);
            }),
            succeedsAt: 3);

        var ended = await RunThrough(rig);

        Assert.Equal("ok after 3", ended.ReadOutputAs<string>());
        Assert.Equal([0, 60, 120], tried.Select(at => at.TotalSeconds));
    }

    [Fact]
    [Follows(FollowsAttribute.Errors + "#automatic-retry-on-failure")]
    public async Task A_failed_sub_orchestration_is_tried_again_too()
    {
        var runs = 0;
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>(
                "Child", null, TaskOptions.FromRetryPolicy(new RetryPolicy(3, Second)).WithInstanceId("child")))
            .Orchestrator("Child", context => ++runs < 3
                ? Task.FromException<string>(new InvalidOperationException("not yet"))
                : Task.FromResult($"run {runs} of {context.InstanceId}")));
        var id = await rig.Schedule("Parent");

        await rig.Pass(Second);
        await rig.Pass(Second);

        Assert.Equal("run 3 of child", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".retrypolicy")]
    public void A_policy_without_sense_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(0, Second));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Second, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, Second, 1, TimeSpan.FromMilliseconds(1)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new RetryPolicy(1, Second, retryTimeout: TimeSpan.FromMilliseconds(1)));
        Assert.Equal(TimeSpan.FromHours(1), new RetryPolicy(1, Second).MaxRetryInterval);
        Assert.Equal(Timeout.InfiniteTimeSpan, new RetryPolicy(1, Second).RetryTimeout);
    }

    private static async Task<OrchestrationMetadata> RunThrough(Rig rig)
    {
        var id = await rig.Schedule("Try");
        for (var seconds = 0; seconds < 600; seconds++)
        {
            await rig.Idle();
            if ((await rig.Get(id)).IsCompleted)
                break;
            rig.Clock.Advance(Second);
        }

        return await rig.End(id);
    }

    private Task<Rig> Start(RetryPolicy policy, int succeedsAt) =>
        Start(TaskOptions.FromRetryPolicy(policy), succeedsAt);

    private async Task<Rig> Start(TaskOptions options, int succeedsAt)
    {
        Rig? rig = null;
        var start = DateTimeOffset.MinValue;
        rig = await Rig.Start(code => code
            .Orchestrator("Try", async context => await context.CallActivityAsync<string>("Attempt", null, options))
            .Activity<object?, string>("Attempt", _ =>
            {
                tried.Add(rig!.Clock.GetUtcNow() - start);
                return tried.Count < succeedsAt
                    ? throw new InvalidOperationException($"attempt {tried.Count}")
                    : $"ok after {tried.Count}";
            }));
        start = rig.Clock.GetUtcNow();
        return rig;
    }
}
