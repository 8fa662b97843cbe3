using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>One turn of an instance: what it heard, and what has come of it, ready to be saved.</summary>
internal sealed class Turn(Instance instance, List<Message> consumed, DateTime now)
{
    private readonly List<HistoryEvent> steps = [];

    public Instance Before { get; } = instance;

    /// <summary>What was taken from the inbox.</summary>
    public List<Message> Consumed { get; } = consumed;

    public Instance After { get; private set; } = instance;

    /// <summary>What is heard, beginning with the turn itself; nothing where messages are only thrown away.</summary>
    public List<HistoryEvent> Heard { get; } = [];

    /// <summary>Those of what is heard that say who caused them.</summary>
    public List<Message> Traced { get; } = [];

    /// <summary>The turns before it, where they were read.</summary>
    public IReadOnlyList<byte[]>? Past { get; set; }

    /// <summary>The turn as the history keeps it.</summary>
    public byte[] History { get; private set; } = [];

    /// <summary>What is to be done now.</summary>
    public List<OrchestratorAction> Actions { get; } = [];

    public bool BeginsAgain { get; private set; }

    /// <summary>Whether its sub-orchestrations are to be ended with it.</summary>
    public bool EndsChildren { get; private set; }

    /// <summary>Whether the code has answered, and so may keep the orchestrator in memory.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Something that it waited for came, and it took no step.</summary>
    public bool Rests { get; private set; }

    public DateTime Now => now;

    private OrchestrationStatus Awake => Heard.FindLast(
        heard => heard.ExecutionSuspended is not null || heard.ExecutionResumed is not null) switch
    {
        null => Before.Status == OrchestrationStatus.Suspended ? Before.Status : OrchestrationStatus.Running,
        { ExecutionSuspended: not null } => OrchestrationStatus.Suspended,
        _ => OrchestrationStatus.Running,
    };

    /// <summary>Follows the answer of the code.</summary>
    /// <exception cref="ArgumentException">Something in it is larger than a message may be.</exception>
    /// <exception cref="NotSupportedException">Something in it is unknown to this engine.</exception>
    public void Answered(OrchestratorResponse answer)
    {
        Answers.MustFit(answer, Before.Name);
        foreach (var action in answer.Actions)
        {
            if (action.CompleteOrchestration is null)
                Take(action);
        }

        IsAnswered = true;
        if (answer.Actions.LastOrDefault(action => action.CompleteOrchestration is not null) is { } last)
            Completes(last.CompleteOrchestration, answer.CustomStatus);
        else
            GoesOn(answer.CustomStatus);
    }

    /// <summary>The engine ends it, whatever the code would have said.</summary>
    public void Fails(TaskFailureDetails failure)
    {
        Actions.Clear();
        steps.Clear();
        Ends(OrchestrationStatus.Failed, Before.CustomStatus, null, failure);
    }

    public void IsTerminated(ExecutionTerminatedEvent by)
    {
        Ends(OrchestrationStatus.Terminated, Before.CustomStatus, by.Input, null);
        EndsChildren = by.Recurse;
    }

    /// <summary>Writes its events as the history keeps them; not by the one thread that saves all turns.</summary>
    public void Write()
    {
        if (BeginsAgain)
            return;
        steps.Add(After.HasEnded ? Happened.Ended(After) : Happened.TurnEnded(now));
        History = Requests.Past(Heard.Concat(steps));
    }

    private void Take(OrchestratorAction action)
    {
        Actions.Add(action);
        if (Happened.Taken(action, now) is { } taken)
            steps.Add(taken);
    }

    private void GoesOn(string? customStatus)
    {
        After = Before with
        {
            Updated = now,
            Turns = Before.Turns + 1,
            Status = Awake,
            CustomStatus = customStatus,
            Carried = null,
        };
        Rests = Actions.Count == 0
            && After.Status == OrchestrationStatus.Running
            && Heard.Exists(heard => heard.EventRaised is null && heard.OrchestratorStarted is null);
    }

    private void Completes(CompleteOrchestrationAction last, string? customStatus)
    {
        if (last.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew)
        {
            ContinuesAsNew(last, customStatus);
            return;
        }

        var failed = last.OrchestrationStatus == OrchestrationStatus.Failed;
        Ends(
            last.OrchestrationStatus,
            customStatus,
            failed ? null : last.Result,
            failed ? last.FailureDetails ?? new() { ErrorType = "Failed", ErrorMessage = last.Result } : null);
    }

    // Another run begins in its place. What its orchestrator sent on to itself was heard before what came after the
    // call, which it was not told any more; and both before what lies in the inbox.
    private void ContinuesAsNew(CompleteOrchestrationAction last, string? customStatus)
    {
        List<HistoryEvent> carried = [];
        if (Awake == OrchestrationStatus.Suspended)
            carried.Add(Happened.Suspended(null));
        var own = Actions.FindAll(action => action.SendEvent?.Instance.InstanceId == Before.Id);
        carried.AddRange(own.Select(action => Happened.Raised(action.SendEvent.Name, action.SendEvent.Data)));
        carried.AddRange(last.CarryoverEvents);
        carried.ForEach(one => one.Timestamp ??= Happened.At(now));
        Actions.RemoveAll(own.Contains);
        BeginsAgain = true;
        After = Before with
        {
            Updated = now,
            Created = now,
            Turns = 0,
            Status = Awake,
            CustomStatus = customStatus,
            Input = last.Result,
            Version = string.IsNullOrWhiteSpace(last.NewVersion) ? Before.Version : last.NewVersion,
            Carried = Requests.Carried(carried),
        };
    }

    private void Ends(OrchestrationStatus status, string? customStatus, string? output, TaskFailureDetails? failure) =>
        After = Before with
        {
            Updated = now,
            Turns = Before.Turns + 1,
            Status = status,
            CustomStatus = customStatus,
            Output = output,
            Failure = failure is null ? null : Google.Protobuf.MessageExtensions.ToByteArray(failure),
            Carried = null,
        };
}
