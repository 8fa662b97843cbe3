using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;

namespace Serverless.Runtime.DurableTask;

/// <summary>An orchestrator being run: its history is told to it event by event, and it takes its steps.</summary>
internal sealed class Execution
{
    private readonly TurnThread thread;
    private readonly Func<Task<object?>> orchestrator;
    private readonly Dictionary<int, TaskCompletionSource<string?>> open = [];
    private readonly SortedDictionary<int, Step> taken = [];
    private readonly Dictionary<int, string> names = [];
    private readonly List<int> cancelled = [];
    private readonly Queue<HistoryEvent> held = new();
    private Task<object?>? result;
    private int next;

    public Execution(IDurableCode code, string name, Func<Execution, TaskOrchestrationContext> context, Ears ears)
    {
        thread = new TurnThread();
        Ears = ears;
        orchestrator = () => code.Orchestrate(name, context(this));
    }

    public event Action? Strayed
    {
        add => thread.Strayed += value;
        remove => thread.Strayed -= value;
    }

    public Ears Ears { get; }

    public DateTime Now { get; private set; }

    public bool IsReplaying { get; private set; }

    public bool IsSuspended { get; private set; }

    public Task<object?>? Result => result;

    public bool HasOpenTasks => open.Count > 0;

    /// <summary>What the orchestrator would begin again with, if it asked to.</summary>
    public Continuation? Continuation { get; set; }

    /// <summary>The custom status that it last set, if it set one.</summary>
    public (bool Given, string? Json) CustomStatus { get; set; }

    /// <summary>The new steps of this turn, in their order.</summary>
    public IReadOnlyCollection<Step> Steps => taken.Values;

    /// <summary>Timers of earlier turns that this turn cancelled.</summary>
    public IReadOnlyCollection<int> CancelledTimers => cancelled;

    public bool IsOpen(int step) => open.ContainsKey(step);

    /// <summary>Tells a turn that is in the history, and compares the steps with those taken then.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">They are not the same.</exception>
    public void Replay(IEnumerable<HistoryEvent> turn)
    {
        IsReplaying = true;
        foreach (var happened in turn)
        {
            if (happened is StepTaken before)
                Compare(before);
            else
                Tell(happened);
        }

        if (taken.Values.FirstOrDefault() is { } added)
            throw Differs(added.Number, "nothing", added.Taken.Text);
        EndTurn();
    }

    /// <summary>Tells what is new; the steps taken are then in <see cref="Steps"/>.</summary>
    public void Continue(IEnumerable<HistoryEvent> turn)
    {
        IsReplaying = false;
        foreach (var happened in turn)
            Tell(happened);
    }

    /// <summary>Forgets the steps of a turn that is in the history now.</summary>
    public void EndTurn()
    {
        taken.Clear();
        cancelled.Clear();
    }

    public void MustBeHere()
    {
        if (!thread.IsCurrent)
        {
            throw new InvalidOperationException(
                "An orchestrator used its context from another thread than its own. " + Strays);
        }
    }

    public const string Strays =
        "It awaited something that is not durable, such as Task.Delay, Task.Run, an HTTP call or ConfigureAwait(false);"
        + " such work belongs in an activity.";

    public Task<string?> Call(Func<int, Step> step, string name)
    {
        var taking = Take(step);
        names[taking.Number] = name;
        return Open(taking.Number).Task;
    }

    public Task Timer(DateTime due, CancellationToken cancellation)
    {
        var taking = Take(step => new TimerStep(step, due));
        var waiting = Open(taking.Number);
        cancellation.Register(() => Cancel(taking.Number, waiting, cancellation));
        return waiting.Task;
    }

    public void Send(Func<int, Step> step) => Take(step);

    private static NonDeterministicOrchestrationException Differs(int step, string before, string now) => new(
        $"The orchestrator is not deterministic: step {step} was {before} when it first ran, "
        + $"and is {now} in a replay.");

    private Step Take(Func<int, Step> step)
    {
        MustBeHere();
        var taking = step(next++);
        taken.Add(taking.Number, taking);
        return taking;
    }

    private TaskCompletionSource<string?> Open(int step) => open[step] = new TaskCompletionSource<string?>();

    private void Cancel(int step, TaskCompletionSource<string?> waiting, CancellationToken cancellation)
    {
        if (!open.Remove(step))
            return;
        if (!taken.ContainsKey(step))
            cancelled.Add(step);
        waiting.TrySetCanceled(cancellation);
    }

    private void Compare(StepTaken before)
    {
        if (!taken.Remove(before.Step, out var now))
            throw Differs(before.Step, before.Text, "nothing");
        if (now.Taken != before)
            throw Differs(before.Step, before.Text, now.Taken.Text);
    }

    private void Tell(HistoryEvent happened)
    {
        switch (happened)
        {
            case TurnStarted turn:
                Now = turn.At;
                break;
            case Suspended:
                IsSuspended = true;
                break;
            case Resumed:
                IsSuspended = false;
                while (!IsSuspended && held.TryDequeue(out var kept))
                    thread.Run(() => Occur(kept));
                break;
            default:
                if (IsSuspended)
                    held.Enqueue(happened);
                else
                    thread.Run(() => Occur(happened));
                break;
        }
    }

    // Something told twice, or told of a timer that was cancelled meanwhile, finds nothing open and changes nothing.
    private void Occur(HistoryEvent happened)
    {
        switch (happened)
        {
            case Begun:
                result = Start();
                break;
            case EventRaised heard:
                Ears.Hear(heard);
                break;
            case TaskCompleted done when open.Remove(done.Step, out var waiting):
                waiting.TrySetResult(done.Result);
                break;
            case TaskFailed failed when open.Remove(failed.Step, out var waiting):
                waiting.TrySetException(new CalledTaskFailed(names[failed.Step], failed));
                break;
            case TimerFired fired when open.Remove(fired.Step, out var waiting):
                waiting.TrySetResult(null);
                break;
        }
    }

    private async Task<object?> Start() => await orchestrator();
}

/// <summary>What an orchestrator begins again with.</summary>
internal sealed record Continuation(string? Input, bool KeepUnheard, string? Version);

/// <summary>The failure of a task on its way to the retries and to the orchestrator.</summary>
internal sealed class CalledTaskFailed(string name, TaskFailed failed) : Exception(failed.Failure.ErrorMessage)
{
    public bool Lasting => failed.Lasting;

    public TaskFailureDetails Failure => failed.Failure;

    public TaskFailedException ToPublic() => new(name, failed.Step, failed.Failure);
}
