using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>Instances as clients are told of them.</summary>
internal static class States
{
    public static GetInstanceResponse Found(Instance? one, bool whole) => one is null
        ? new()
        : new() { Exists = true, OrchestrationState = Of(one, whole) };

    /// <param name="one">The instance.</param>
    /// <param name="whole">With what it was given and what it gave.</param>
    public static OrchestrationState Of(Instance one, bool whole)
    {
        var state = new OrchestrationState
        {
            InstanceId = one.Id,
            ExecutionId = one.ExecutionId,
            Name = one.Name,
            Version = one.Version,
            OrchestrationStatus = one.Status,
            CreatedTimestamp = Happened.At(one.Created),
            LastUpdatedTimestamp = Happened.At(one.Updated),
            ParentInstanceId = one.Parent?.Id,
            Tags = { Tags.Read(one.Tags) },
        };
        if (one.HasEnded)
            state.CompletedTimestamp = state.LastUpdatedTimestamp;
        if (!whole)
            return state;
        state.Input = one.Input;
        state.Output = one.Output;
        state.CustomStatus = one.CustomStatus;
        state.FailureDetails = one.Failed;
        return state;
    }
}
