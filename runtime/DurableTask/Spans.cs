using System.Diagnostics;
using Grpc.Core;

namespace Serverless.Runtime.DurableTask;

/// <summary>The spans of what clients ask of the engine.</summary>
internal static class Spans
{
    /// <summary>
    /// The traceparent of the one who asks: as told in the request, or in its header, since the span that ASP.NET Core
    /// makes of the call is seen by nobody.
    /// </summary>
    public static string? Caller(ServerCallContext context, string? told) =>
        !string.IsNullOrEmpty(told) ? told : context.RequestHeaders.GetValue("traceparent") ?? Telemetry.Here;

    public static Activity? Begin(string what, string name, string instance, string? caller) =>
        Telemetry.Begin(what, name, ActivityKind.Producer, caller)?.SetTag("durabletask.task.instance_id", instance);
}
