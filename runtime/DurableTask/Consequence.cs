namespace Serverless.Runtime.DurableTask;

/// <summary>Something that is to be done once a change is on the disk.</summary>
internal abstract record Consequence;

/// <summary>An activity is to be run; the trace is its instance's.</summary>
internal sealed record Work(string Instance, long Run, int Step, string Name, string? Input, string? Trace)
    : Consequence;

/// <summary>A timer is to fire; step −1 is the instance's own beginning.</summary>
internal sealed record DueTimer(string Instance, long Run, int Step, DateTime Due) : Consequence
{
    public const int Beginning = -1;
}

/// <summary>A timer is not to fire any more.</summary>
internal sealed record DroppedTimer(DueTimer Timer) : Consequence;

/// <summary>An instance waits, and for nothing that the engine will tell it.</summary>
internal sealed record Rest(Instance Instance) : Consequence;

/// <summary>An instance is to hear something.</summary>
internal sealed record Delivery(string Instance, Message Message) : Consequence;
