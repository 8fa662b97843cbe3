using Microsoft.DurableTask.Client;

namespace Serverless.Runtime.DurableTask;

/// <summary>One turn of an instance: what it heard, and what has come of it, ready to be saved.</summary>
internal sealed class Turn(Instance instance, List<Message> consumed)
{
    public Instance Before { get; } = instance;

    /// <summary>What was taken from the inbox.</summary>
    public List<Message> Consumed { get; } = consumed;

    public Instance After { get; private set; } = instance;

    /// <summary>What was heard and done, for the history; nothing where messages are only thrown away.</summary>
    public List<HistoryEvent> Events { get; } = [];

    /// <summary>The events as the history keeps them.</summary>
    public byte[] History { get; private set; } = [];

    /// <summary>The steps that are to be done now.</summary>
    public List<Step> Steps { get; } = [];

    public IReadOnlyList<int> CancelledTimers { get; set; } = [];

    /// <summary>Whether it begins again, and the events that the new run is to hear.</summary>
    public (bool Yes, IReadOnlyList<EventRaised> Carried) Again { get; private set; } = (false, []);

    /// <summary>Whether its sub-orchestrations are to be ended with it.</summary>
    public bool EndsChildren { get; private set; }

    /// <summary>What may be kept in memory until the next turn.</summary>
    public Execution? Execution { get; private set; }

    private DateTime Now => ((TurnStarted)Events[0]).At;

    /// <summary>It goes on, with steps to do or something to wait for.</summary>
    public void GoesOn(Execution execution)
    {
        var status = execution.IsSuspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running;
        After = Before with
        {
            Updated = Now,
            Turns = Before.Turns + 1,
            Status = status,
            CustomStatus = CustomOf(execution),
        };
        Execution = execution;
    }

    public void Completes(Execution execution, string? output) => After = Before with
    {
        Updated = Now,
        Turns = Before.Turns + 1,
        Status = OrchestrationRuntimeStatus.Completed,
        CustomStatus = CustomOf(execution),
        Output = output,
    };

    /// <summary>Another run begins in its place, with another input, and hears what was carried over.</summary>
    public void BeginsAgain(Execution execution, Continuation with)
    {
        After = Before with
        {
            Updated = Now,
            Created = Now,
            Turns = 0,
            Status = OrchestrationRuntimeStatus.Running,
            CustomStatus = CustomOf(execution),
            Input = with.Input,
            Version = string.IsNullOrWhiteSpace(with.Version) ? Before.Version : with.Version,
        };
        Again = (true, with.KeepUnheard ? execution.Ears.TakeUnheard() : []);
    }

    public void Fails(string failure, Execution? execution = null) => After = Before with
    {
        Updated = Now,
        Turns = Before.Turns + 1,
        Status = OrchestrationRuntimeStatus.Failed,
        CustomStatus = execution is null ? Before.CustomStatus : CustomOf(execution),
        Failure = failure,
    };

    public void IsTerminated(Terminated by)
    {
        After = Before with
        {
            Updated = Now,
            Turns = Before.Turns + 1,
            Status = OrchestrationRuntimeStatus.Terminated,
            Output = by.Output,
        };
        EndsChildren = by.Recursive;
    }

    /// <summary>Writes its events as the history keeps them; not by the one thread that saves all turns.</summary>
    public void Write() => History = HistoryJson.Write(Events);

    private string? CustomOf(Execution execution) =>
        execution.CustomStatus is { Given: true } given ? given.Json : Before.CustomStatus;
}
