using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public class QueryTests
{
    [Fact]
    [Follows(FollowsAttribute.Management + "#query-all-instances")]
    public async Task All_instances_are_listed_over_as_many_pages_as_it_takes()
    {
        await using var rig = await Some();

        List<string> ids = [];
        await foreach (var one in rig.Client.GetAllInstancesAsync(new OrchestrationQuery(PageSize: 4)))
            ids.Add(one.InstanceId);

        Assert.Equal(["a-0", "a-1", "a-2", "a-3", "a-4", "b-0", "b-1", "b-2", "b-3", "b-4"], ids);
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".asyncpageable-1.aspages")]
    public async Task A_page_tells_where_the_next_begins()
    {
        await using var rig = await Some();
        var query = new OrchestrationQuery(PageSize: 6);

        string? token = null;
        await foreach (var page in rig.Client.GetAllInstancesAsync(query).AsPages())
        {
            Assert.Equal(6, page.Values.Count);
            token = page.ContinuationToken;
            break;
        }

        List<string> rest = [];
        await foreach (var page in rig.Client.GetAllInstancesAsync(query).AsPages(token))
        {
            rest.AddRange(page.Values.Select(one => one.InstanceId));
            Assert.Null(page.ContinuationToken);
        }

        Assert.Equal(["b-1", "b-2", "b-3", "b-4"], rest);
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".client.orchestrationquery")]
    public async Task Instances_are_found_by_the_beginning_of_their_ids()
    {
        await using var rig = await Some();

        Assert.Equal(5, await Count(rig, new OrchestrationQuery(InstanceIdPrefix: "b-")));
        Assert.Equal(0, await Count(rig, new OrchestrationQuery(InstanceIdPrefix: "c")));
    }

    [Fact]
    [Follows(FollowsAttribute.Management + "#query-instances-with-filters")]
    public async Task Instances_are_found_by_their_status_and_by_when_they_were_created()
    {
        await using var rig = await Some();
        var start = rig.Clock.GetUtcNow() - TimeSpan.FromHours(1);

        Assert.Equal(2, await Count(rig, new(Statuses: [OrchestrationRuntimeStatus.Completed])));
        Assert.Equal(10, await Count(
            rig, new(Statuses: [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Running])));
        Assert.Equal(0, await Count(rig, new(Statuses: [OrchestrationRuntimeStatus.Failed])));
        Assert.Equal(5, await Count(rig, new(CreatedFrom: start.AddMinutes(1))));
        Assert.Equal(5, await Count(rig, new(CreatedTo: start.AddMinutes(1))));
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".client.orchestrationquery.fetchinputsandoutputs")]
    public async Task Inputs_and_outputs_are_listed_where_they_were_asked_for()
    {
        await using var rig = await Some();

        await foreach (var one in rig.Client.GetAllInstancesAsync(new(FetchInputsAndOutputs: true)))
            Assert.Equal(one.InstanceId, one.ReadInputAs<string>());
        await foreach (var one in rig.Client.GetAllInstancesAsync())
            Assert.Null(one.SerializedInput);
    }

    [Fact]
    [Follows(FollowsAttribute.Management + "#purge-instance-history")]
    public async Task An_instance_that_has_ended_can_be_forgotten_and_no_other()
    {
        await using var rig = await Some();

        Assert.Equal(1, (await rig.Client.PurgeInstanceAsync("a-0")).PurgedInstanceCount);
        Assert.Equal(0, (await rig.Client.PurgeInstanceAsync("a-0")).PurgedInstanceCount);
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => rig.Client.PurgeInstanceAsync("a-1"));
        Assert.Equal("The orchestration 'a-1' is Running and cannot be purged.", refused.Message);

        Assert.Null(await rig.Client.GetInstanceAsync("a-0"));
        Assert.NotNull(await rig.Client.GetInstanceAsync("a-1"));
    }

    [Fact]
    [Follows(FollowsAttribute.Management + "#purge-instance-history")]
    public async Task Instances_that_have_ended_can_be_forgotten_by_a_filter()
    {
        await using var rig = await Some();
        var hour = rig.Clock.GetUtcNow() - TimeSpan.FromMinutes(1);

        var old = await rig.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(CreatedTo: hour));
        var failed = await rig.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Failed]));
        var rest = await rig.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter());

        Assert.Equal((1, 0, 1), (old.PurgedInstanceCount, failed.PurgedInstanceCount, rest.PurgedInstanceCount));
        Assert.Equal(8, await Count(rig, new()));
    }

    [Fact]
    [Follows(FollowsAttribute.Api + ".client.purgeinstanceoptions.recursive")]
    public async Task Sub_orchestrations_are_forgotten_with_their_caller_where_that_was_asked_for()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Parent", async context => await context.CallSubOrchestratorAsync<string>("Child"))
            .Orchestrator("Child", context => Task.FromResult(context.InstanceId)));
        var one = await rig.Run("Parent");
        var other = await rig.Run("Parent");

        var alone = await rig.Client.PurgeInstanceAsync(one.InstanceId);
        var both = await rig.Client.PurgeInstanceAsync(other.InstanceId, new PurgeInstanceOptions(Recursive: true));

        Assert.Equal((1, 2), (alone.PurgedInstanceCount, both.PurgedInstanceCount));
        Assert.NotNull(await rig.Client.GetInstanceAsync(one.ReadOutputAs<string>()!));
        Assert.Null(await rig.Client.GetInstanceAsync(other.ReadOutputAs<string>()!));
    }

    private static async Task<int> Count(Rig rig, OrchestrationQuery query)
    {
        var count = 0;
        await foreach (var _ in rig.Client.GetAllInstancesAsync(query))
            count++;
        return count;
    }

    // Five that begin with a, and an hour later five that begin with b; the first of each has ended.
    private static async Task<Rig> Some()
    {
        var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
            await context.WaitForExternalEvent<string>("End")));
        foreach (var letter in "ab")
        {
            for (var i = 0; i < 5; i++)
                await rig.Schedule("Listen", $"{letter}-{i}", $"{letter}-{i}");
            await rig.Client.RaiseEventAsync($"{letter}-0", "End", "done");
            await rig.Pass(letter == 'a' ? TimeSpan.FromHours(1) : TimeSpan.Zero);
        }

        return rig;
    }
}
