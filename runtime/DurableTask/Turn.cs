namespace Serverless.Runtime.DurableTask;

/// <summary>What one turn has come to, ready to be saved.</summary>
internal sealed record Turn
{
    public required Instance Before { get; init; }

    public required Instance After { get; init; }

    /// <summary>What was heard and done, for the history; nothing where messages are only thrown away.</summary>
    public IReadOnlyList<HistoryEvent> Events { get; init; } = [];

    /// <summary>The events as the history keeps them.</summary>
    public string History { get; init; } = "";

    /// <summary>What was taken from the inbox.</summary>
    public required IReadOnlyList<Message> Consumed { get; init; }

    /// <summary>The steps that are to be done now.</summary>
    public IReadOnlyList<Step> Steps { get; init; } = [];

    public IReadOnlyCollection<int> CancelledTimers { get; init; } = [];

    /// <summary>Whether it begins again, and the events that the new run is to hear.</summary>
    public (bool Yes, IReadOnlyList<EventRaised> Carried) Again { get; init; } = (false, []);

    /// <summary>Whether its sub-orchestrations are to be ended with it.</summary>
    public bool EndsChildren { get; init; }

    public Execution? Execution { get; init; }
}

/// <summary>What is to be done once a change is on the disk.</summary>
internal sealed class Aftermath
{
    public bool IsStale { get; init; }

    public List<(string Instance, Message Message)> Deliveries { get; } = [];

    public List<Work> Activities { get; } = [];

    public List<DueTimer> Timers { get; } = [];

    public List<DueTimer> DroppedTimers { get; } = [];
}
