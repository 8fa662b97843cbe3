using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

public class ActivityTests
{
    [Fact]
    public async Task A_chain_of_activities_gives_the_last_result()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Chain", async context =>
            {
                var sum = context.GetInput<int>();
                for (var i = 0; i < 5; i++)
                    sum = await context.CallActivityAsync<int>("AddOne", sum);
                return sum;
            })
            .Activity("AddOne", (int number) => number + 1));

        var ended = await rig.Run("Chain", 10);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal(15, ended.ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_activity_that_throws_fails_its_caller()
    {
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Call", async context => await context.CallActivityAsync<int>("Throw"))
            .Activity<object?, int>("Throw", _ => throw new InvalidOperationException("no luck")));

        var ended = await rig.Run("Call");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal(typeof(TaskFailedException).FullName, ended.FailureDetails!.ErrorType);
        Assert.Equal("no luck", ended.FailureDetails.InnerFailure!.ErrorMessage);
    }
}
