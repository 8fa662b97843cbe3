namespace Serverless.Runtime.DurableTask;

/// <summary>A step that the orchestrator takes in this turn, with what is needed to do it.</summary>
internal abstract record Step(int Number)
{
    /// <summary>The step as the history keeps it.</summary>
    public abstract StepTaken Taken { get; }
}

internal sealed record ActivityStep(int Number, string Name, string? Input) : Step(Number)
{
    public override StepTaken Taken => new ActivityScheduled(Number, Name);
}

internal sealed record TimerStep(int Number, DateTime Due) : Step(Number)
{
    public override StepTaken Taken => new TimerCreated(Number);
}

internal sealed record SubOrchestrationStep(int Number, string Name, string InstanceId, string? Input, string Version)
    : Step(Number)
{
    public override StepTaken Taken => new SubOrchestrationScheduled(Number, Name);
}

internal sealed record SendStep(int Number, string InstanceId, string Name, string? Payload) : Step(Number)
{
    public override StepTaken Taken => new EventSent(Number, Name);
}
