using Microsoft.DurableTask;

namespace Serverless.Tests.Runtime;

internal sealed record Part(string Said, int Run);

/// <summary>Orchestrations that use everything there is, and what their activities have done.</summary>
internal sealed class CrashWorld
{
    private int attempts;
    private int falters;

    public Dictionary<string, int> Ran { get; } = [];

    public void Write(Code code) => code
        .Orchestrator("Everything", async context =>
        {
            var part = context.GetInput<Part>()!;
            if (part.Run == 2)
                return part.Said + ", then carried " + await context.WaitForExternalEvent<string>("Later");
            var said = await First(context);
            context.ContinueAsNew(new Part(said, 2));
            return said;
        })
        .Orchestrator("Listener", async context => await context.WaitForExternalEvent<string>("Told"))
        .Orchestrator("Child", async context =>
        {
            await context.CallActivityAsync("Note", "child");
            await context.WaitForExternalEvent<string>("Go");
            return "done";
        })
        .Orchestrator("Sweeper", async context =>
        {
            await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
            var rounds = context.GetInput<Part>()!.Run;
            if (rounds < 3)
                context.ContinueAsNew(new Part("", rounds + 1));
            return $"swept {rounds}";
        })
        .Orchestrator("Shaky", async context =>
        {
            await context.CallActivityAsync("Falter");
            return "steady";
        })
        .Orchestrator<string>("Fails", _ => throw new InvalidOperationException("no luck"))
        .Activity("Note", (string what) => Note(what, 0))
        .Activity<object?, int>("Falter", _ =>
            Interlocked.Increment(ref falters) < 3 ? throw new TimeoutException("faltered") : Note("falter", 0))
        .Activity("Number", (int number) => Note($"number {number}", number))
        .Activity<object?, int>("Flaky", _ =>
            Interlocked.Increment(ref attempts) < 3 ? throw new TimeoutException("flaky") : Note("flaky", 3));

    private static async Task<string> First(TaskOrchestrationContext context)
    {
        List<string> said = [];
        var numbers = await Task.WhenAll(
            Enumerable.Range(1, 3).Select(number => context.CallActivityAsync<int>("Number", number)));
        said.Add($"numbers {numbers.Sum()}");
        var retry = TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMinutes(10)));
        said.Add($"flaky {await context.CallActivityAsync<int>("Flaky", null, retry)}");
        said.Add(await Nobody(context));
        var child = context.CallSubOrchestratorAsync<string>(
            "Child", new SubOrchestrationOptions(instanceId: "child"));
        said.Add(await Heard(context));
        said.Add($"child {await child}");
        said.Add(await Caught(context));
        var patience = TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 9);
        said.Add(await context.CallSubOrchestratorAsync<string>("Shaky", null, patience));
        context.SendEvent("listener", "Told", $"told by {context.InstanceId}");
        context.SetCustomStatus(said.Count);
        return string.Join(", ", said);
    }

    private static async Task<string> Nobody(TaskOrchestrationContext context)
    {
        try
        {
            return await context.WaitForExternalEvent<string>("Nobody", TimeSpan.FromHours(1));
        }
        catch (TaskCanceledException)
        {
            return "nobody came";
        }
    }

    private static async Task<string> Heard(TaskOrchestrationContext context)
    {
        var heard = "heard";
        for (var i = 0; i < 3; i++)
            heard += " " + (await context.WaitForExternalEvent<string>("Signal"))["signal-".Length..];
        return heard;
    }

    private static async Task<string> Caught(TaskOrchestrationContext context)
    {
        try
        {
            return await context.CallSubOrchestratorAsync<string>("Fails");
        }
        catch (TaskFailedException failed)
        {
            return $"caught {failed.FailureDetails.ErrorMessage}";
        }
    }

    private int Note(string what, int result)
    {
        lock (Ran)
            Ran[what] = Ran.GetValueOrDefault(what) + 1;
        return result;
    }
}
