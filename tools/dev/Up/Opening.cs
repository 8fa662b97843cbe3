using System.Diagnostics;

namespace Serverless.Dev;

/// <summary>The way from sources to a shop that answers: prepare, start, fill. Disposing ends the shop.</summary>
internal sealed class Opening : IAsyncDisposable
{
    private readonly Home _home;
    private readonly Preparation _preparation;
    private readonly Stack _stack;
    private readonly Step _staff = new("staff");
    private readonly Step _settings = new("settings");
    private readonly Step _catalog = new("catalog");
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private bool _started;

    public Opening(Home home)
    {
        _home = home;
        _preparation = new(home);
        _stack = new(home);
    }

    public IReadOnlyList<Step> Steps => [.. _preparation.Steps, .. StartSteps];

    /// <summary>The steps after everything is made.</summary>
    public IReadOnlyList<Step> StartSteps => [.. _stack.Steps, _staff, _settings, _catalog];

    /// <summary>What each step took, in one line.</summary>
    public string Times => $"{StepView.Summary(Steps)}; together {Say.Time(_watch.Elapsed)}.";

    /// <summary>Starts the shop of the demo, or one of which nobody has said anything yet.</summary>
    public async Task Run(Ports ports, bool detached, bool restart, CancellationToken stop, bool empty = false)
    {
        await _preparation.Run(stop);
        _started = true;
        await _stack.Start(ports, detached, restart, stop);
        if (empty) return;
        var secrets = Secrets.LoadOrCreate(_home);
        await _staff.Run("", () => new FirstStaff(_home, ports, secrets).Welcome(stop));
        await _settings.Run("", () => new DemoSettings(ports, secrets.StaffKey).LoadIfNone(stop));
        var catalog = new DemoCatalog(ports, secrets.StaffKey);
        await _catalog.Run("", () => catalog.LoadIfEmpty(_catalog, stop));
    }

    /// <summary>Waits until it ends by itself, and says why.</summary>
    public Task<Trouble> Ended(CancellationToken stop) => _stack.Ended(stop);

    /// <summary>Leaves it running.</summary>
    public void LetGo() => _started = false;

    public async ValueTask DisposeAsync()
    {
        if (_started) await _stack.DisposeAsync();
        _started = false;
    }
}
