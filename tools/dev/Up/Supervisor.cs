using System.Diagnostics;

namespace Serverless.Dev;

/// <summary>Starts the parts, watches them, and ends all of them when one dies or somebody asks.</summary>
internal sealed class Supervisor(Home home, Ports ports, bool restart)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(15);
    private const int MostRestarts = 100;

    private readonly IReadOnlyList<Part> _parts = Part.All(home, ports, Secrets.LoadOrCreate(home));
    private readonly Dictionary<string, Process> _processes = [];
    private readonly Lock _gate = new();
    private StackState _state = null!;

    /// <summary>Runs until asked to stop or until something goes wrong; leaves nothing running.</summary>
    public async Task<bool> Run(CancellationToken stop)
    {
        using var self = Process.GetCurrentProcess();
        _state = new(StackPhase.Starting, self.Id, self.StartTime.ToUniversalTime(), ports,
            [.. _parts.Select(part => new PartState(part.Name, StepState.Waiting, 0, "") { Port = part.Port })])
        {
            Since = DateTimeOffset.UtcNow,
        };
        _state.Save(home);
        Trouble? trouble = null;
        try
        {
            await ports.RequireFree();
            await Watch(stop);
        }
        catch (Trouble met)
        {
            trouble = met;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("Asked to end.");
        }
        await EndAll();
        Change(state => state with
        {
            Phase = StackPhase.Down,
            Trouble = trouble?.Message,
            Details = trouble?.Details ?? [],
        });
        return trouble is null;
    }

    private async Task Watch(CancellationToken stop)
    {
        var ready = _parts.ToDictionary(part => part.Name, _ => new TaskCompletionSource());
        var everything = Task.WhenAll(ready.Values.Select(source => source.Task));
        _ = everything.ContinueWith(
            _ => Change(state => state with { Phase = StackPhase.Up }),
            stop, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
        await Together.Run(stop, _parts.Select(part => (Func<CancellationToken, Task>)(token =>
            Keep(part, ready, token))));
    }

    private async Task Keep(Part part, Dictionary<string, TaskCompletionSource> ready, CancellationToken stop)
    {
        await Task.WhenAll(part.After.Select(name => ready[name].Task)).WaitAsync(stop);
        for (var restarts = 0; ; restarts++)
        {
            var process = StartPart(part, restarts);
            await BecomeReady(part, process, stop);
            ready[part.Name].TrySetResult();
            await process.WaitForExitAsync(stop);
            if (!restart || restarts == MostRestarts) throw Died(part, process);
            Console.WriteLine($"{part.Name} ended with code {process.ExitCode} and is started again.");
        }
    }

    private Process StartPart(Part part, int restarts)
    {
        if (restarts == 0) KeepLastLog(part);
        var process = Shell.Start(part.Launch, home.Log(part.Name));
        lock (_gate) _processes[part.Name] = process;
        ChangePart(part, now => now with
        {
            State = StepState.Running,
            Pid = process.Id,
            Started = process.StartTime.ToUniversalTime(),
            Detail = "",
            Restarts = restarts,
        });
        return process;
    }

    private void KeepLastLog(Part part)
    {
        var log = home.Log(part.Name);
        if (File.Exists(log)) File.Move(log, home.Log(part.Name + ".previous"), overwrite: true);
    }

    private async Task BecomeReady(Part part, Process process, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        while (!await Health.Answers(part, stop))
        {
            if (process.HasExited) throw Died(part, process);
            if (watch.Elapsed > StartPatience)
            {
                throw new Trouble($"{part.Name} did not answer at {part.Health[^1]} within {Say.Time(StartPatience)}; "
                    + $"see ./dev logs {part.Name}.", Shell.Tail(home.Log(part.Name), 15));
            }
            await Task.Delay(TimeSpan.FromMilliseconds(50), stop);
        }
        ChangePart(part, now => now with
        {
            State = StepState.Done,
            Seconds = watch.Elapsed.TotalSeconds,
            Detail = $"port {part.Port}",
        });
    }

    private Trouble Died(Part part, Process process)
    {
        // A shell's way to say "by signal": 128 + its number.
        var how = process.ExitCode > 128 ? $"was ended by signal {process.ExitCode - 128}"
            : $"ended by itself with code {process.ExitCode}";
        ChangePart(part, now => now with { State = StepState.Failed, Detail = how });
        return new($"{part.Name} {how}; the other parts were ended too, and ./dev logs {part.Name} has the rest.",
            Shell.Tail(home.Log(part.Name), 15));
    }

    private async Task EndAll()
    {
        Change(state => state with { Phase = StackPhase.Stopping });
        foreach (var part in _parts.Reverse())
        {
            if (!_processes.TryGetValue(part.Name, out var process)) continue;
            await Posix.End(process, EndPatience);
            ChangePart(part, now => now with
            {
                State = now.State == StepState.Failed ? StepState.Failed : StepState.Waiting,
                Pid = 0,
            });
            process.Dispose();
        }
    }

    private void ChangePart(Part part, Func<PartState, PartState> change) => Change(state => state with
    {
        Parts = [.. state.Parts.Select(now => now.Name == part.Name ? change(now) : now)],
    });

    private void Change(Func<StackState, StackState> change)
    {
        lock (_gate)
        {
            _state = change(_state);
            _state.Save(home);
        }
    }
}
