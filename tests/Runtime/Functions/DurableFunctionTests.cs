using System.Net;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serverless.Runtime;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

public sealed class DurableFunctionTests : IDisposable
{
    private static readonly Type[] Classes =
        [typeof(SampleOrchestrations), typeof(SampleActivities), typeof(SampleDurableHttp)];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-durable-");
    private readonly Notebook notebook = new();
    private readonly SampleGate gate = new();

    [Fact]
    public async Task An_http_function_starts_an_orchestration_of_activities()
    {
        await using var host = await Start();

        var answer = await host.Client.PutAsync("/api/wishes/rain?a&b&c", null);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal("rain 1, rain 2, rain 3", await Output(host, "rain"));
        Assert.Equal(3, notebook.Lines.Where(line => line.StartsWith("visit", StringComparison.Ordinal))
            .Distinct().Count());
    }

    [Fact]
    public async Task Middleware_goes_round_activities_and_every_replay_of_an_orchestrator()
    {
        await using var host = await Start();

        await host.Client.PutAsync("/api/wishes/sun?a&b", null);
        await Output(host, "sun");

        Assert.Equal(2, notebook.Lines.Count(line => line == "activityTrigger Grant"));
        Assert.Equal(3, notebook.Lines.Count(line => line == "orchestrationTrigger Granting"));
        Assert.Equal(1, notebook.Lines.Count(line => line == "httpTrigger StartGranting"));
    }

    [Fact]
    public async Task The_clock_of_the_test_moves_durable_timers()
    {
        var time = new FakeTimeProvider();
        await using var host = await Start(options => options.Time = time);
        string id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("Waiting");
        await host.WhenIdle();
        Assert.Equal(time.GetUtcNow() + TimeSpan.FromDays(3), host.NextTimer);

        time.Advance(TimeSpan.FromDays(3));
        await host.Durable.RaiseEventAsync(id, "Answer", 42);

        Assert.Equal(42, (await host.Durable.WaitForInstanceCompletionAsync(id, true)).ReadOutputAs<int>());
    }

    [Fact]
    public async Task An_input_of_a_type_below_the_parameters_is_bound()
    {
        await using var host = await Start();

        var dog = new Dictionary<string, string> { ["$type"] = "dog", ["Name"] = "Bantay" };
        string id = await host.Durable.ScheduleNewOrchestrationInstanceAsync("BaseTyped", dog);

        var ended = await host.Durable.WaitForInstanceCompletionAsync(id, true);
        Assert.Equal(nameof(Dog), ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_killed_host_goes_on_where_it_was()
    {
        var killed = await Start();
        await killed.Durable.ScheduleNewOrchestrationInstanceAsync("Dawdling", new StartOrchestrationOptions("late"));
        await Until.Holds(() => notebook.Lines.Contains("dawdling"));
        await killed.Kill();
        gate.Open();

        await using var next = await Start();

        Assert.Equal("dawdled late", await Output(next, "late"));
        Assert.Equal(2, notebook.Lines.Count(line => line == "dawdling"));
    }

    [Fact]
    public async Task A_stop_lets_running_activities_finish()
    {
        var stopped = await Start();
        await stopped.Durable.ScheduleNewOrchestrationInstanceAsync("Dawdling", new StartOrchestrationOptions("calm"));
        await Until.Holds(() => notebook.Lines.Contains("dawdling"));
        var stop = stopped.DisposeAsync().AsTask();
        Assert.False(stop.IsCompleted);
        gate.Open();
        await stop;

        await using var next = await Start();

        Assert.Equal("dawdled calm", await Output(next, "calm"));
        Assert.Equal(1, notebook.Lines.Count(line => line == "dawdling"));
    }

    [Fact]
    public async Task A_second_host_on_the_same_file_is_told_so()
    {
        await using var first = await Start();

        var exception = await Assert.ThrowsAsync<StartException>(() => Start());

        Assert.Contains("is in use by another process", exception.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<string?> Output(FunctionsTestHost host, string id)
    {
        var ended = await host.Durable.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        return ended.ReadOutputAs<string>();
    }

    private Task<FunctionsTestHost> Start(Action<TestHostOptions>? configure = null) => SampleApp.Start(
        options =>
        {
            options.Settings["Runtime:DurableFile"] = Path.Combine(folder.FullName, "durable.db");
            options.Services = services => services.AddSingleton(notebook).AddSingleton(gate);
            configure?.Invoke(options);
        },
        Classes);
}
