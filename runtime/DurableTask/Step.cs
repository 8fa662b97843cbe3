namespace Serverless.Runtime.DurableTask;

/// <summary>A step that the orchestrator takes in this turn, with what is needed to do it.</summary>
internal abstract record Step(StepTaken Taken)
{
    public int Number => Taken.Step;
}

internal sealed record ActivityStep(int Step, string Name, string? Input) : Step(new ActivityScheduled(Step, Name));

internal sealed record TimerStep(int Step, DateTime Due) : Step(new TimerCreated(Step));

internal sealed record SubOrchestrationStep(int Step, string Name, string InstanceId, string? Input, string Version)
    : Step(new SubOrchestrationScheduled(Step, Name));

internal sealed record SendStep(int Step, string InstanceId, string Name, string? Payload)
    : Step(new EventSent(Step, Name));
