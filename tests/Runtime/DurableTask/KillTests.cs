using System.Diagnostics;
using System.Globalization;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>A process that runs the engine is killed again and again.</summary>
public class KillTests
{
    private const string ChildFile = "DURABLE_KILL_TEST_FILE";
    private const int Instances = 40;
    private const string ChildSteps = "DURABLE_KILL_TEST_STEPS";

    [Fact]
    public Task Killed_again_and_again_every_orchestration_ends_once_and_every_activity_has_run() => Kill(5, 12);

    [Fact]
    [Trait("Category", "Full")]
    public Task Killed_twenty_times_every_orchestration_ends_once_and_every_activity_has_run() => Kill(20, 60);

    private static async Task Kill(int times, int steps)
    {
        var folder = Directory.CreateTempSubdirectory("durable-kill-").FullName;
        var file = Path.Combine(folder, "orchestrations.db");
        var random = new Random(20261123);
        for (var kills = 0; kills < times; kills++)
        {
            using var child = Child(file, steps);
            await Progress(file, child, Instances * steps);
            await MustBeInUse(file);
            await Task.Delay(random.Next(20, 120));
            child.Kill();
            await child.WaitForExitAsync();
        }

        await using (var engine = new DurableEngine(new DurableEngineOptions { File = file }, Write(file, steps)))
        {
            await engine.StartAsync(CancellationToken.None);
            await using var door = await Door.To(engine);
            await StartAll(door.Client);
            for (var i = 0; i < Instances; i++)
            {
                var ended = await door.Client.WaitForInstanceCompletionAsync($"order-{i}", true)
                    .WaitAsync(TimeSpan.FromSeconds(60));
                Assert.Equal(Enumerable.Range(0, steps), ended.ReadOutputAs<List<int>>()!);
            }
        }

        var ran = (await File.ReadAllLinesAsync(file + ".journal")).Distinct().Count();
        Assert.Equal(Instances * steps, ran);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_child_of_the_kill_test_runs_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(ChildFile) is not { Length: > 0 } file)
            return;
        var steps = int.Parse(Environment.GetEnvironmentVariable(ChildSteps)!, CultureInfo.InvariantCulture);
        var engine = new DurableEngine(new DurableEngineOptions { File = file }, Write(file, steps));
        await engine.StartAsync(CancellationToken.None);
        await using var door = await Door.To(engine);
        await StartAll(door.Client);
        await Task.Delay(TimeSpan.FromMinutes(2));
    }

    private static Process Child(string file, int steps)
    {
        // This test may itself run as `dotnet assembly.dll` or by the assembly's own launcher.
        var start = new ProcessStartInfo("dotnet", [typeof(KillTests).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("-method");
        start.ArgumentList.Add($"*.{nameof(A_child_of_the_kill_test_runs_until_it_is_killed)}");
        start.Environment[ChildFile] = file;
        start.Environment[ChildSteps] = steps.ToString(CultureInfo.InvariantCulture);
        return Process.Start(start)!;
    }

    // While the child lives, no other process gets at its file.
    private static async Task MustBeInUse(string file)
    {
        await using var second = new DurableEngine(new DurableEngineOptions { File = file }, new Code());
        var told = await Assert.ThrowsAsync<IOException>(() => second.StartAsync(CancellationToken.None));
        Assert.Contains("is in use by another process", told.Message, StringComparison.Ordinal);
    }

    // Until the child has done more than the one before it, or all there is to do.
    private static async Task Progress(string file, Process child, int all)
    {
        var journal = new FileInfo(file + ".journal");
        var before = journal.Exists ? journal.Length : 0;
        for (var deadline = Stopwatch.StartNew(); deadline.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(5))
        {
            Assert.False(child.HasExited, "The child ended by itself.");
            journal.Refresh();
            if (journal.Exists && (journal.Length > before || Done(file, all)))
                return;
        }

        Assert.Fail("The child made no progress.");
    }

    private static bool Done(string file, int all) =>
        File.ReadAllLines(file + ".journal").Distinct().Count() == all;

    private static async Task StartAll(DurableTaskClient client)
    {
        for (var i = 0; i < Instances; i++)
        {
            var options = new StartOrchestrationOptions($"order-{i}")
                .WithDedupeStatuses(Enum.GetValues<OrchestrationRuntimeStatus>());
            if (await client.GetInstanceAsync($"order-{i}") is null)
                await client.ScheduleNewOrchestrationInstanceAsync("Order", i, options);
        }
    }

    private static Code Write(string file, int steps) => new Code()
        .Orchestrator("Order", async context =>
        {
            List<int> done = [];
            for (var step = 0; step < steps; step++)
            {
                var name = string.Create(CultureInfo.InvariantCulture, $"{context.GetInput<int>()} {step}");
                await context.CallActivityAsync("Note", name);
                await context.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None);
                done.Add(step);
            }

            return done;
        })
        .Activity("Note", (string line) =>
        {
            lock (typeof(KillTests))
                File.AppendAllText(file + ".journal", line + "\n");
            return 0;
        });
}
