using System.Net;
using System.Net.Sockets;
using Serverless.Runtime;

namespace Serverless.Tests.Runtime;

/// <summary>The host as a process of its own, as a start project runs it.</summary>
public sealed class FunctionsHostTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-process-");

    [Fact]
    public async Task A_killed_host_takes_its_workers_with_it()
    {
        using var host = await HostProcess.Start(folder, "--workers", "2");
        int[] workers = await host.Workers();
        Assert.Equal(2, workers.Length);

        host.Process.Kill();

        await Until.Holds(() => !workers.Any(HostRig.IsAlive));
    }

    [Fact]
    public async Task A_host_that_is_told_to_end_leaves_no_worker_and_ends_with_0()
    {
        using var host = await HostProcess.Start(folder, "--workers", "1");
        int[] workers = await host.Workers();

        host.Terminate();

        Assert.Equal(0, await host.ExitCode());
        Assert.False(Assert.Single(workers.Select(HostRig.IsAlive)));
    }

    [Fact]
    public async Task A_function_that_hangs_in_the_hosts_own_process_ends_it_with_70()
    {
        using var host = await HostProcess.Start(
            folder, "--AzureFunctionsJobHost:functionTimeout=00:00:01");

        // Its thread cannot be ended: the process is, and the caller is cut off.
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.Client.GetAsync("/api/Deaf"));

        Assert.Equal(FunctionsHost.WorkerLost, await host.ExitCode());
        Assert.Contains("ended unasked", host.Errors, StringComparison.Ordinal);
        Assert.Contains(" while it ran Deaf.", host.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_throws_before_it_is_ready_ends_the_host_with_1_and_a_sentence()
    {
        using var host = HostProcess.Begin(folder, "--Trouble:AtStart=the till is missing");

        Assert.Equal(FunctionsHost.CannotStart, await host.ExitCode());
        Assert.Equal("The app's program ended before it was ready: the till is missing.", host.Errors.Trim());
    }

    [Fact]
    public async Task A_port_in_use_ends_the_host_with_1_and_a_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        using var host = HostProcess.Begin(folder, "--port", $"{port}");

        Assert.Equal(FunctionsHost.CannotStart, await host.ExitCode());
        Assert.Equal(
            $"Port {port} of 127.0.0.1 is in use: stop what listens there, or choose another with --port.",
            host.Errors.Trim());
    }

    [Fact]
    public async Task An_app_in_a_folder_of_its_own_runs_without_being_part_of_the_host()
    {
        using var host = await HostProcess.Start(folder, "--app", AppFolderTests.App);

        Assert.NotEqual(host.Process.Id, Assert.Single(await host.Workers()));
    }

    public void Dispose() => folder.Delete(recursive: true);
}
