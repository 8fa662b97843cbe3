using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public class OrchestrationStartTests
{
    private static readonly OrchestrationRuntimeStatus[] Every = Enum.GetValues<OrchestrationRuntimeStatus>();

    [Fact]
    [Follows(FollowsAttribute.Management + "#start-instances")]
    public async Task A_start_gives_a_new_id_or_the_one_that_was_asked_for()
    {
        await using var rig = await Listening();

        Assert.Equal("mine", await rig.Schedule("Listen", id: "mine"));
        Assert.NotEqual(await rig.Schedule("Listen"), await rig.Schedule("Listen"));
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".schedulenewOrchestrationinstanceasync")]
    public async Task A_start_needs_a_name()
    {
        await using var rig = await Listening();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => rig.Schedule(""));
    }

    [Fact]
    [Follows(FollowsAttribute.Extension + "/issues/367")]
    public async Task An_instance_that_has_ended_is_silently_run_again()
    {
        var runs = 0;
        await using var rig = await Rig.Start(code => code.Orchestrator("Run", _ => Task.FromResult(++runs)));
        await rig.Schedule("Run", id: "one");
        await rig.End("one");

        await rig.Schedule("Run", id: "one");
        await rig.Idle();

        Assert.Equal(2, (await rig.End("one")).ReadOutputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Extension + "/pull/3468")]
    public async Task An_instance_that_has_not_ended_is_not_run_again()
    {
        await using var rig = await Listening();
        await rig.Schedule("Listen", 1, "one");
        await rig.Idle();

        var refused = await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => rig.Schedule("Listen", 2, "one"));
        Assert.Equal("An orchestration with the id 'one' already exists; it is Running.", refused.Message);

        Assert.Equal(1, (await rig.Get("one")).ReadInputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/issues/183")]
    public async Task Statuses_to_refuse_are_refused()
    {
        await using var rig = await Listening();
        var all = new StartOrchestrationOptions("one").WithDedupeStatuses(Every);
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 1, all);
        await rig.Client.RaiseEventAsync("one", "End", "done");
        await rig.End("one");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => rig.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 2, all));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Listen", 3, all.WithDedupeStatuses(OrchestrationRuntimeStatus.Failed));

        Assert.Equal(3, (await rig.Get("one")).ReadInputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Extension + "/pull/3316")]
    public async Task A_running_instance_is_replaced_where_the_statuses_to_refuse_allow_it()
    {
        await using var rig = await Listening();
        await rig.Schedule("Listen", 1, "one");
        await rig.Idle();
        await rig.Client.RaiseEventAsync("one", "Other", "for the old one");

        await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Listen", 2, new StartOrchestrationOptions("one").WithDedupeStatuses(OrchestrationRuntimeStatus.Failed));
        await rig.Client.RaiseEventAsync("one", "End", "for the new one");

        Assert.Equal("for the new one", (await rig.End("one")).ReadOutputAs<string>());
        Assert.Equal(2, (await rig.Get("one")).ReadInputAs<int>());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task An_instance_kept_in_memory_gives_way_to_the_one_started_in_its_place(int hours)
    {
        await using var rig = await Listening(keepsSessions: true);
        await rig.Schedule("Listen", 1, "one");
        await rig.Idle();

        var replacing = new StartOrchestrationOptions("one", rig.Clock.GetUtcNow().AddHours(hours))
            .WithDedupeStatuses(OrchestrationRuntimeStatus.Failed);
        await rig.Client.ScheduleNewOrchestrationInstanceAsync("Listen", 2, replacing);
        await rig.Client.RaiseEventAsync("one", "End", "for the new one");
        await rig.Pass(TimeSpan.FromHours(hours));

        var ended = await rig.End("one");
        Assert.Equal("for the new one", ended.ReadOutputAs<string>());
        Assert.Equal(2, ended.ReadInputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/issues/183")]
    public async Task Of_many_who_start_one_id_at_once_one_succeeds()
    {
        await using var rig = await Listening();
        var all = new StartOrchestrationOptions("one").WithDedupeStatuses(Every);

        var starts = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await rig.Client.ScheduleNewOrchestrationInstanceAsync("Listen", i, all);
                return 1;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                return 0;
            }
        }));

        Assert.Equal(1, starts.Sum());
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".startorchestrationoptions.startat")]
    public async Task A_start_can_be_set_for_later_and_events_wait_for_it()
    {
        await using var rig = await Listening();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Listen", new StartOrchestrationOptions(StartAt: rig.Clock.GetUtcNow().AddHours(1)));
        await rig.Client.RaiseEventAsync(id, "End", "early");

        await rig.Restart();
        await rig.Idle();
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await rig.Get(id)).RuntimeStatus);
        await rig.Pass(TimeSpan.FromHours(1));

        Assert.Equal("early", (await rig.End(id)).ReadOutputAs<string>());
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".waitforinstancestartasync")]
    public async Task A_start_can_be_waited_for()
    {
        await using var rig = await Listening();
        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Listen", 7, new StartOrchestrationOptions(StartAt: rig.Clock.GetUtcNow().AddHours(1)));

        var waiting = rig.Client.WaitForInstanceStartAsync(id, true);
        await rig.Idle();
        Assert.False(waiting.IsCompleted);
        rig.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await waiting).RuntimeStatus);
        Assert.Equal(7, (await waiting).ReadInputAs<int>());
    }

    [Fact]
    [Follows(FollowsAttribute.ClientApi + ".waitforinstancecompletionasync")]
    public async Task A_wait_can_be_given_up_and_needs_an_instance()
    {
        await using var rig = await Listening();
        var id = await rig.Schedule("Listen");
        using var enough = new CancellationTokenSource();

        var waiting = rig.Client.WaitForInstanceCompletionAsync(id, enough.Token);
        await Until.Holds(() => rig.IsAwaited(id));
        await enough.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await Until.Holds(() => !rig.IsAwaited(id));
        await Rig.Refused(StatusCode.NotFound, () => rig.Client.WaitForInstanceCompletionAsync("nobody"));
    }

    [Fact]
    [Follows(FollowsAttribute.Worker + "/pull/191")]
    public async Task An_orchestrator_that_does_not_exist_fails_its_instance_and_no_other()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Run", _ => Task.FromResult(1)));

        var lost = await rig.Run("Nowhere");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, lost.RuntimeStatus);
        Assert.Contains("Nowhere", lost.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await rig.Run("Run")).RuntimeStatus);
    }

    [Fact]
    [Follows(FollowsAttribute.Versions)]
    public async Task An_instance_sees_the_version_that_it_was_started_with()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Version", context =>
            Task.FromResult($"'{context.Version}' {Math.Sign(context.CompareVersionTo("1.10"))}")));

        var ids = new List<string>();
        foreach (var version in (string[])["", "1.9", "1.10", "2"])
        {
            var options = new StartOrchestrationOptions { Version = version };
            ids.Add(await rig.Client.ScheduleNewOrchestrationInstanceAsync("Version", options));
        }

        var seen = await Task.WhenAll(ids.Select(async id => (await rig.End(id)).ReadOutputAs<string>()));
        Assert.Equal<string?>(["'' -1", "'1.9' -1", "'1.10' 0", "'2' 1"], seen);
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".startorchestrationoptions.tags")]
    public async Task An_instance_keeps_the_tags_that_it_was_started_with()
    {
        await using var rig = await Listening();
        var tags = new Dictionary<string, string> { ["shop"] = "manila" };

        var id = await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Listen", new StartOrchestrationOptions { Tags = tags });

        Assert.Equal(tags, (await rig.Get(id)).Tags);
    }

    private static Task<Rig> Listening(bool keepsSessions = false) => Rig.Start(
        code => code.Orchestrator("Listen", async context => await context.WaitForExternalEvent<string>("End")),
        options => options.ExtendedSessions = keepsSessions);
}
