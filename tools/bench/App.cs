using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;

namespace Serverless.Bench;

/// <summary>The function app that is measured, on Microsoft's worker: its functions do next to nothing.</summary>
public static class App
{
    internal const string Answer = "hello";

    /// <summary>The app's program.</summary>
    internal static void Run(string[] arguments)
    {
        var builder = FunctionsApplication.CreateBuilder(arguments);
        builder.ConfigureFunctionsWebApplication();
        builder.Build().Run();
    }

    [Function(nameof(Ping))]
    public static IResult Ping([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "ping")] HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Results.Text(Answer);
    }

    /// <summary>Calls an activity so many times, one after another.</summary>
    [Function(nameof(Chain))]
    public static async Task<int> Chain([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        int sum = 0;
        for (int step = 0; step < context.GetInput<int>(); step++)
            sum += await context.CallActivityAsync<int>(nameof(Echo), step);
        return sum;
    }

    /// <summary>Calls an activity so many times at once.</summary>
    [Function(nameof(FanOut))]
    public static async Task<int> FanOut([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var calls = Enumerable.Range(0, context.GetInput<int>())
            .Select(step => context.CallActivityAsync<int>(nameof(Echo), step));
        return (await Task.WhenAll(calls)).Sum();
    }

    /// <summary>Waits for an event.</summary>
    [Function(nameof(Listen))]
    public static Task<int> Listen([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.WaitForExternalEvent<int>("Go");
    }

    /// <summary>Never due; called by name.</summary>
    [Function(nameof(Nothing))]
    public static bool Nothing([TimerTrigger("0 0 0 1 1 *")] TimerInfo timer) => timer is null;

    [Function(nameof(Echo))]
    public static int Echo([ActivityTrigger] int step) => step;
}
