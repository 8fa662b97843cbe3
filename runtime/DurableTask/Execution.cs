using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;

namespace Serverless.Runtime.DurableTask;

/// <summary>An orchestrator being run: its history is told to it event by event, and it takes its steps.</summary>
internal sealed class Execution
{
    private readonly TurnThread thread;
    private readonly Func<Task<object?>> orchestrator;
    private readonly Dictionary<int, Pending> open = [];
    private readonly Queue<Step> taken = new();
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
    public Queue<Step> Steps => taken;

    /// <summary>Timers of earlier turns that this turn cancelled.</summary>
    public List<int> CancelledTimers => cancelled;

    public bool IsOpen(int step) => open.ContainsKey(step);

    /// <summary>Tells a turn that is in the history, and compares the steps with those taken then.</summary>
    /// <exception cref="NonDeterministicOrchestrationException">They are not the same.</exception>
    public void Replay(IReadOnlyList<HistoryEvent> turn)
    {
        IsReplaying = true;
        Tell(turn);
        foreach (var happened in turn)
        {
            if (happened is StepTaken before)
                Compare(before);
        }

        if (taken.TryPeek(out var added))
            throw Differs(added.Number, "nothing", added.Taken.Text);
        EndTurn();
    }

    /// <summary>Tells what is new; the steps taken are then in <see cref="Steps"/>.</summary>
    public void Continue(IReadOnlyList<HistoryEvent> turn)
    {
        IsReplaying = false;
        Tell(turn);
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

    /// <summary>The number of the next step that is taken.</summary>
    public int Next
    {
        get
        {
            MustBeHere();
            return next;
        }
    }

    /// <summary>Takes a step that gives something.</summary>
    public Task<T> Call<T>(Step step, Pending<T> called)
    {
        Take(step);
        open.Add(step.Number, called);
        return called.Task;
    }

    public Task Timer(DateTime due, CancellationToken cancellation)
    {
        var step = new TimerStep(Next, due);
        var waiting = new PendingTimer();
        Take(step);
        open.Add(step.Number, waiting);
        if (cancellation.CanBeCanceled)
            cancellation.Register(() => Cancel(step.Number, waiting, cancellation));
        return waiting.Task;
    }

    /// <summary>Takes a step that gives nothing.</summary>
    public void Send(SendStep step) => Take(step);

    private static NonDeterministicOrchestrationException Differs(int step, string before, string now) => new(
        $"The orchestrator is not deterministic: step {step} was {before} when it first ran, "
        + $"and is {now} in a replay.");

    private void Take(Step step)
    {
        MustBeHere();
        if (step.Number != next)
            throw new InvalidOperationException($"Step {step.Number} was taken in the place of step {next}.");
        next++;
        taken.Enqueue(step);
    }

    private void Cancel(int step, PendingTimer waiting, CancellationToken cancellation)
    {
        if (!open.Remove(step))
            return;
        if (!taken.TryPeek(out var first) || step < first.Number)
            cancelled.Add(step);
        waiting.TrySetCanceled(cancellation);
    }

    private void Compare(StepTaken before)
    {
        if (!taken.TryDequeue(out var now))
            throw Differs(before.Step, before.Text, "nothing");
        if (now.Taken != before)
            throw Differs(before.Step, before.Text, now.Taken.Text);
    }

    private void Tell(IReadOnlyList<HistoryEvent> turn) => thread.Run(() =>
    {
        foreach (var happened in turn)
            Tell(happened);
    });

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
                    Occur(kept);
                break;
            default:
                if (IsSuspended)
                    held.Enqueue(happened);
                else
                    Occur(happened);
                break;
        }
    }

    // All that becomes ready by one event is done before the next is told. Something told twice, or told of a timer
    // that was cancelled meanwhile, finds nothing open and changes nothing.
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
                waiting.Complete(done.Result);
                break;
            case TaskFailed failed when open.Remove(failed.Step, out var waiting):
                waiting.Fail(failed);
                break;
            case TimerFired fired when open.Remove(fired.Step, out var waiting):
                waiting.Complete(null);
                break;
        }

        thread.Settle();
    }

    private async Task<object?> Start() => await orchestrator();
}

/// <summary>What an orchestrator begins again with.</summary>
internal sealed record Continuation(string? Input, bool KeepUnheard, string? Version);
