using System.Diagnostics;
using Grpc.Core;
using Microsoft.DurableTask;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>An engine whose disk is full: a disk of one megabyte, which only a child of the test sees.</summary>
public class FullDiskTests
{
    private const string Disk = "DURABLE_FULL_TEST_DISK";
    private const string Refusal =
        "The orchestrations' file could not be written: its disk is full; make room on it.";

    [Fact]
    public async Task A_full_disk_refuses_in_one_sentence_loses_nothing_and_goes_on_when_there_is_room_again()
    {
        var disk = Directory.CreateTempSubdirectory("durable-full-").FullName;
        using var able = Start("true", disk);
        await able.WaitForExitAsync();
        Assert.SkipUnless(able.ExitCode == 0, "This system does not let a test mount a small disk.");

        using var child = Start(
            $"exec dotnet '{typeof(FullDiskTests).Assembly.Location}' -method '*.{nameof(A_child_with_a_small_disk)}'",
            disk);
        var said = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();

        Assert.True(child.ExitCode == 0, said);
        Assert.Contains("Total: 1", said, StringComparison.Ordinal);
        Directory.Delete(disk);
    }

    [Fact]
    public async Task A_child_with_a_small_disk()
    {
        if (Environment.GetEnvironmentVariable(Disk) is not { Length: > 0 } disk)
            return;
        var finish = new TaskCompletionSource<string>();
        var logs = new RecordingLoggers();
        var options = new DurableEngineOptions { File = Path.Combine(disk, "orchestrations.db") };
        await using var engine = new DurableEngine(options, Write(finish.Task), loggers: logs);
        await engine.StartAsync(CancellationToken.None);
        await using var door = await Door.To(engine);
        await door.Client.ScheduleNewOrchestrationInstanceAsync("Listen", new StartOrchestrationOptions("listener"));
        await door.Client.ScheduleNewOrchestrationInstanceAsync("Work", new StartOrchestrationOptions("worker"));
        await Until.Holds(async () => (await door.Client.GetInstanceAsync("worker"))!.IsRunning);

        Fill(disk);
        var heard = await RaiseUntilRefused(door);
        finish.SetResult(new string('r', 60_000));
        await Until.Holds(() => logs.Lines.Any(line => line.Contains(Refusal, StringComparison.Ordinal)));
        await Assert.ThrowsAsync<RpcException>(
            () => door.Client.RaiseEventAsync("listener", "Number", new string('n', 60_000)));
        Assert.True((await door.Client.GetInstanceAsync("worker"))!.IsRunning);
        File.Delete(Path.Combine(disk, "ballast"));

        var worked = await door.Client.WaitForInstanceCompletionAsync("worker", true);
        Assert.Equal(60_000, worked.ReadOutputAs<string>()!.Length);
        await door.Client.RaiseEventAsync("listener", "Number", "end");
        var listened = await door.Client.WaitForInstanceCompletionAsync("listener", true);
        Assert.Equal(heard, listened.ReadOutputAs<int>());
        Assert.Single(logs.Lines, line => line.Contains("Turns are run again", StringComparison.Ordinal));
    }

    private static async Task<int> RaiseUntilRefused(Door door)
    {
        for (var raised = 0; ; raised++)
        {
            try
            {
                await door.Client.RaiseEventAsync("listener", "Number", new string('n', 1000));
            }
            catch (RpcException refused)
            {
                Assert.Equal((StatusCode.Internal, Refusal), (refused.StatusCode, refused.Status.Detail));
                return raised;
            }
        }
    }

    private static Code Write(Task<string> finish) => new Code()
        .Orchestrator("Work", async context => await context.CallActivityAsync<string>("Finish"))
        .ActivityAsync<object?, string>("Finish", _ => finish)
        .Orchestrator("Listen", async context =>
        {
            for (var heard = 0; ; heard++)
            {
                if (await context.WaitForExternalEvent<string>("Number") == "end")
                    return heard;
            }
        });

    private static void Fill(string disk)
    {
        using var ballast = new FileStream(Path.Combine(disk, "ballast"), FileMode.CreateNew, FileAccess.Write);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
                ballast.Flush();
            }
        }
        catch (IOException)
        {
            // Full, which was the aim.
        }
    }

    private static Process Start(string command, string disk)
    {
        var start = new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "sh", "-c"])
        {
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add($"mount -t tmpfs -o size=1m tmpfs '{disk}' && {command}");
        start.Environment[Disk] = disk;
        return Process.Start(start)!;
    }
}
