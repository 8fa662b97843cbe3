using System.Diagnostics;

namespace Serverless.Runtime;

/// <summary>The telemetry of one invocation; that of a request or an activity has a span already.</summary>
internal readonly struct InvocationSpan : IDisposable
{
    private readonly string trigger;
    private readonly string name;
    private readonly Activity? own;

    private InvocationSpan(string trigger, string name, Activity? own) =>
        (this.trigger, this.name, this.own) = (trigger, name, own);

    public static InvocationSpan Begin(AppFunction function)
    {
        var (trigger, own) = function.Kind switch
        {
            "queue" => ("pubsub", Telemetry.Begin("queue", function.Name, ActivityKind.Consumer, null)),
            "timer" => ("timer", Telemetry.Begin("timer", function.Name, ActivityKind.Internal, null)),
            "http" => ("http", null),
            _ => ("other", null),
        };
        Activity.Current?.SetTag("faas.name", function.Name).SetTag("faas.trigger", trigger);
        return new(trigger, function.Name, own);
    }

    public void End(Exception? failure = null)
    {
        if (failure is not null)
            own.Fail(failure);
        Telemetry.Invocations.Add(
            1,
            new("faas.name", name), new("faas.trigger", trigger), new("outcome", failure is null ? "done" : "failed"));
    }

    public void Dispose() => own?.Dispose();
}
