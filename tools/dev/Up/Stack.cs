using System.Diagnostics;
using System.Globalization;

namespace Serverless.Dev;

/// <summary>A running copy of the shop as seen from a terminal: its supervisor is a process of its own.</summary>
/// <remarks>Of its own, so that Ctrl-C reaches this side alone and the parts are ended one after the other.</remarks>
internal sealed class Stack(Home home) : IAsyncDisposable
{
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(75);

    // Held open while this process lives: the supervisor ends everything when it closes.
    private Process? _leash;

    /// <summary>The steps that <see cref="Start"/> goes through, for a display.</summary>
    public IReadOnlyList<Step> Steps { get; } =
        [new("azurite"), new("sandbox"), new("functions"), new("site")];

    /// <summary>Starts all parts and waits until each answers.</summary>
    /// <param name="detached">Whether they go on running after this process.</param>
    public async Task Start(Ports ports, bool detached, bool restart, CancellationToken stop)
    {
        File.Delete(home.State);
        await Launch(ports, detached, restart, stop);
        while (true)
        {
            var state = StackState.Load(home);
            Mirror(state);
            if (state?.Phase == StackPhase.Up) return;
            if (state?.Phase == StackPhase.Down || state is { IsAlive: false }) throw Ended(state);
            await Task.Delay(TimeSpan.FromMilliseconds(50), stop);
        }
    }

    /// <summary>Waits until it ends by itself, and says why.</summary>
    public async Task<Trouble> Ended(CancellationToken stop)
    {
        while (StackState.Load(home) is { Phase: StackPhase.Up, IsAlive: true })
            await Task.Delay(TimeSpan.FromMilliseconds(250), stop);
        while (StackState.Load(home) is { Phase: StackPhase.Stopping, IsAlive: true })
            await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
        return Ended(StackState.Load(home));
    }

    /// <summary>Ends all parts in order; whatever is left of a killed supervisor too.</summary>
    public static async Task<bool> End(Home home)
    {
        if (StackState.Load(home) is not { IsGone: false } state) return false;
        if (Posix.Find(state.Supervisor, state.SupervisorStarted) is { } supervisor)
        {
            Posix.AskToEnd(supervisor.Id);
            var watch = Stopwatch.StartNew();
            while (state.IsAlive && watch.Elapsed < EndPatience) await Task.Delay(TimeSpan.FromMilliseconds(50));
            if (state.IsAlive) supervisor.Kill();
            supervisor.Dispose();
        }
        foreach (var process in state.Leftovers())
        {
            await Posix.End(process, TimeSpan.FromSeconds(10));
            process.Dispose();
        }
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await End(home);
        _leash?.Dispose();
    }

    private async Task Launch(Ports ports, bool detached, bool restart, CancellationToken stop)
    {
        // Job control gives the supervisor a process group of its own, away from the terminal's Ctrl-C.
        var script = "set -m; log=$1; shift; "
            + (detached ? "nohup \"$@\" >>\"$log\" 2>&1 </dev/null &" : "\"$@\" >>\"$log\" 2>&1 <&0 &");
        var start = new ProcessStartInfo("bash") { RedirectStandardInput = true, WorkingDirectory = Checkout.Root };
        string[] arguments =
        [
            "-c", script, "bash", home.Log("dev"), "dotnet", Path.Combine(home.Copies, "tool", "dev.dll"),
            "supervise", "--home", home.Folder,
            "--ports", string.Join(',', ports.All().Select(port => port.ToString(CultureInfo.InvariantCulture))),
            .. detached ? Array.Empty<string>() : ["--attached"],
            .. restart ? ["--restart"] : Array.Empty<string>(),
        ];
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["SERVERLESS_ROOT"] = Checkout.Root;
        _leash = Process.Start(start) ?? throw new Trouble("bash could not be started.");
        await _leash.WaitForExitAsync(stop);

        var watch = Stopwatch.StartNew();
        while (!File.Exists(home.State))
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(20))
            {
                var log = home.Log("dev");
                throw new Trouble($"The supervisor did not start; see {log}.", Shell.Tail(log, 10));
            }
            await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
        }
    }

    private void Mirror(StackState? state)
    {
        foreach (var part in state?.Parts ?? [])
        {
            var step = Steps.First(step => step.Name == part.Name);
            if (part.State == step.State) continue;
            if (part.State == StepState.Running) step.Begin(part.Detail);
            else step.Mirror(part.State, TimeSpan.FromSeconds(part.Seconds), part.Detail);
        }
    }

    private Trouble Ended(StackState? state)
    {
        Mirror(state);
        return state is { Trouble: { } sentence }
            ? new Trouble(sentence, state.Details)
            : new Trouble("The shop was ended from elsewhere (./dev down does that).");
    }
}
