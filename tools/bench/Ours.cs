using System.Diagnostics.Metrics;
using Microsoft.DurableTask.Client;
using Serverless.Runtime.Testing;

namespace Serverless.Bench;

/// <summary>The host with Microsoft's worker in this process, and a durable file of its own.</summary>
internal sealed class Ours : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-bench-");
    private readonly MeterListener listener = new();
    private readonly bool sessions;
    private FunctionsTestHost host = null!;
    private int commits;

    private Ours(bool sessions)
    {
        this.sessions = sessions;
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument is { Meter.Name: "Serverless.Runtime", Name: "durable.commit.duration" })
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref commits));
        listener.Start();
    }

    public DurableTaskClient Client => host.Durable;

    /// <summary>How many commits it has made.</summary>
    public int Commits => Volatile.Read(ref commits);

    /// <param name="sessions">Whether the worker keeps orchestrators in memory between their turns.</param>
    public static async Task<Ours> Start(bool sessions = false)
    {
        var started = new Ours(sessions);
        await started.Open();
        return started;
    }

    /// <summary>Starts a host on the file.</summary>
    public async Task Open() => host = await FunctionsTestHost.Start(App.Run, test =>
    {
        test.Settings["Runtime:DurableFile"] = Path.Combine(folder.FullName, "durable.db");
        test.Settings["AzureFunctionsJobHost:extensions:durableTask:extendedSessionsEnabled"] = $"{sessions}";
        test.Functions = type => type == typeof(App);
    });

    /// <summary>Stops it; another may be opened on its file.</summary>
    public async Task Stop() => await host.DisposeAsync();

    public Task WhenIdle() => host.WhenIdle();

    /// <summary>Has the worker run a function that does nothing.</summary>
    public Task Call() => host.Invoke(nameof(App.Nothing));

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await host.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
