using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Runtime.DurableTask;

namespace Serverless.Bench;

/// <summary>An engine over a file of its own, with the orchestrations that are measured.</summary>
internal sealed class Engine : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-bench-");
    private readonly bool keepsState;
    private readonly MeterListener listener = new();
    private DurableEngine engine;
    private int commits;

    private Engine(bool keepsState)
    {
        this.keepsState = keepsState;
        engine = Open();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument is { Meter.Name: "Serverless.Runtime", Name: "durable.commit.duration" })
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref commits));
        listener.Start();
    }

    public DurableTaskClient Client => engine.Client;

    /// <summary>How many commits it has made.</summary>
    public int Commits => commits;

    private string File => Path.Combine(folder.FullName, "orchestrations.db");

    public static async Task<Engine> Start(bool keepsState = true)
    {
        var started = new Engine(keepsState);
        await started.engine.StartAsync(CancellationToken.None);
        return started;
    }

    public async Task Run(string name, int input)
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(name, input);
        await Client.WaitForInstanceCompletionAsync(id);
    }

    /// <summary>Stops the engine, and starts another on its file; gives how long that start took.</summary>
    public async Task<TimeSpan> Reopen()
    {
        await engine.DisposeAsync();
        engine = Open();
        var watch = Stopwatch.StartNew();
        await engine.StartAsync(CancellationToken.None);
        return watch.Elapsed;
    }

    public Task WhenIdle() => engine.WhenIdle();

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await engine.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private DurableEngine Open() =>
        new(new DurableEngineOptions { File = File, ExtendedSessions = keepsState }, new Programs());

    private sealed class Programs : IDurableCode
    {
        public bool HasOrchestrator(string name) => name is "Chain" or "FanOut" or "Wait";

        public bool HasActivity(string name) => name == "Echo";

        public Task<object?> Orchestrate(string name, TaskOrchestrationContext context) => name switch
        {
            "Chain" => Chain(context),
            "FanOut" => FanOut(context),
            _ => Wait(context),
        };

        public Task<object?> Act(string name, string instanceId, string? inputJson, CancellationToken stop) =>
            Task.FromResult<object?>(int.Parse(inputJson!, CultureInfo.InvariantCulture));

        private static async Task<object?> Chain(TaskOrchestrationContext context)
        {
            var sum = 0;
            for (var step = 0; step < context.GetInput<int>(); step++)
                sum += await context.CallActivityAsync<int>("Echo", step);
            return sum;
        }

        private static async Task<object?> FanOut(TaskOrchestrationContext context)
        {
            var calls = Enumerable.Range(0, context.GetInput<int>())
                .Select(step => context.CallActivityAsync<int>("Echo", step));
            return (await Task.WhenAll(calls)).Sum();
        }

        private static async Task<object?> Wait(TaskOrchestrationContext context) =>
            await context.WaitForExternalEvent<int>("Go");
    }
}
