using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Microsoft.DurableTask.Client;

/// <summary>What was known of an instance when it was asked for.</summary>
public sealed class OrchestrationMetadata(string name, string instanceId)
{
    public string Name { get; } = name;

    public string InstanceId { get; } = instanceId;

    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>The input as JSON, if inputs and outputs were asked for.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>The output as JSON, if inputs and outputs were asked for.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>The custom status as JSON, if inputs and outputs were asked for.</summary>
    public string? SerializedCustomStatus { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Why the instance failed, if it did and if inputs and outputs were asked for.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Whether the instance has come to an end: completed, failed or terminated.</summary>
    public bool IsCompleted => RuntimeStatus
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated;

    internal JsonSerializerOptions? Json { get; init; }

    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput);

    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput);

    /// <exception cref="InvalidOperationException">Inputs and outputs were not asked for.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus);

    private T? Read<T>(string? json, [CallerMemberName] string method = "")
    {
        if (Json is null)
            throw new InvalidOperationException($"{method} needs an instance that was read with inputs and outputs.");
        return json is null ? default : JsonSerializer.Deserialize<T>(json, Json);
    }
}
