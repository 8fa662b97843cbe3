using System.Diagnostics;

namespace Serverless.Dev;

/// <summary>How far one step is.</summary>
internal enum StepState { Waiting, Running, Done, Skipped, Failed }

/// <summary>One named step with the time that it took.</summary>
internal sealed class Step(string name)
{
    private readonly Stopwatch _watch = new();

    public string Name { get; } = name;
    public StepState State { get; private set; }
    public string Detail { get; private set; } = "";
    public TimeSpan Time { get; private set; }

    public TimeSpan TimeNow => State == StepState.Running && _watch.IsRunning ? _watch.Elapsed : Time;

    public void Begin(string detail = "")
    {
        (State, Detail) = (StepState.Running, detail);
        _watch.Restart();
    }

    public void Tell(string detail) => Detail = detail;

    public void End(StepState state, string? detail = null)
    {
        (State, Detail, Time) = (state, detail ?? Detail, _watch.Elapsed);
        _watch.Stop();
    }

    /// <summary>Takes over what another process says of this step.</summary>
    public void Mirror(StepState state, TimeSpan time, string detail) => (State, Time, Detail) = (state, time, detail);

    /// <summary>Runs the work as this step; the work says what it did.</summary>
    public async Task Run(string detail, Func<Task<string?>> work)
    {
        Begin(detail);
        try
        {
            var said = await work();
            End(StepState.Done, said ?? "");
        }
        catch (Exception)
        {
            End(StepState.Failed);
            throw;
        }
    }

    public void Skip(string why) => End(StepState.Skipped, why);
}
