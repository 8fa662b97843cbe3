using System.Diagnostics;
using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>The spans of what clients ask of the engine.</summary>
internal static class Spans
{
    public static Activity? Start(CreateInstanceRequest request, string id)
    {
        if (!Telemetry.Source.HasListeners())
            return null;
        var span = ActivityContext.TryParse(request.ParentTraceContext?.TraceParent, null, true, out var caller)
            ? Telemetry.Source.StartActivity($"start {request.Name}", ActivityKind.Producer, caller)
            : Telemetry.Source.StartActivity($"start {request.Name}", ActivityKind.Producer);
        return span?.SetTag("durabletask.task.instance_id", id);
    }

    public static Activity? Signal(RaiseEventRequest request) => Telemetry.Source.HasListeners()
        ? Telemetry.Source.StartActivity($"signal {request.Name}", ActivityKind.Producer)?
            .SetTag("durabletask.task.instance_id", request.InstanceId)
        : null;
}
