using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;

namespace Serverless.Runtime.DurableTask;

/// <summary>Something that happened to an instance, as its history keeps it; also what its inbox holds.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "k")]
[JsonDerivedType(typeof(TurnStarted), "turn")]
[JsonDerivedType(typeof(Begun), "begun")]
[JsonDerivedType(typeof(ActivityScheduled), "activity")]
[JsonDerivedType(typeof(TimerCreated), "timer")]
[JsonDerivedType(typeof(SubOrchestrationScheduled), "sub")]
[JsonDerivedType(typeof(EventSent), "send")]
[JsonDerivedType(typeof(TaskCompleted), "done")]
[JsonDerivedType(typeof(TaskFailed), "failed")]
[JsonDerivedType(typeof(TimerFired), "fired")]
[JsonDerivedType(typeof(EventRaised), "raised")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Resumed), "resumed")]
[JsonDerivedType(typeof(Terminated), "terminated")]
[JsonDerivedType(typeof(Strayed), "strayed")]
[JsonDerivedType(typeof(Unreadable), "unreadable")]
internal abstract record HistoryEvent;

/// <summary>The time that the orchestrator sees during one turn.</summary>
internal sealed record TurnStarted(DateTime At) : HistoryEvent;

internal sealed record Begun : HistoryEvent;

/// <summary>A step that the orchestrator took; the number counts its steps from 0.</summary>
internal abstract record StepTaken(int Step) : HistoryEvent
{
    [JsonIgnore]
    public abstract string Text { get; }
}

internal sealed record ActivityScheduled(int Step, string Name) : StepTaken(Step)
{
    public override string Text => $"the activity '{Name}'";
}

internal sealed record TimerCreated(int Step) : StepTaken(Step)
{
    public override string Text => "a timer";
}

internal sealed record SubOrchestrationScheduled(int Step, string Name) : StepTaken(Step)
{
    public override string Text => $"the sub-orchestration '{Name}'";
}

internal sealed record EventSent(int Step, string Name) : StepTaken(Step)
{
    public override string Text => $"the event '{Name}'";
}

internal sealed record TaskCompleted(int Step, string? Result) : HistoryEvent;

/// <summary>An activity or a sub-orchestration failed; a lasting failure is not tried again.</summary>
internal sealed record TaskFailed(int Step, TaskFailureDetails Failure, bool Lasting = false) : HistoryEvent;

internal sealed record TimerFired(int Step) : HistoryEvent;

/// <summary>
/// An event was heard; its place in the inbox keeps its order when it is carried into a new run. The trace is the
/// traceparent of whoever raised it.
/// </summary>
internal sealed record EventRaised(string Name, string? Payload, long Place = 0, string? Trace = null) : HistoryEvent;

internal sealed record Suspended(string? Reason) : HistoryEvent;

internal sealed record Resumed(string? Reason) : HistoryEvent;

internal sealed record Terminated(string? Output, bool Recursive) : HistoryEvent;

/// <summary>The orchestrator awaited something that is not durable.</summary>
internal sealed record Strayed : HistoryEvent;

/// <summary>A message was there, and what it said could not be read.</summary>
internal sealed record Unreadable : HistoryEvent;

[JsonSerializable(typeof(HistoryEvent[]))]
[JsonSerializable(typeof(List<HistoryEvent>))]
[JsonSerializable(typeof(TaskFailureDetails))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class HistoryJson : JsonSerializerContext
{
    // The file is read by nobody but the engine, so nothing is escaped for the sake of a browser.
    public static readonly HistoryJson Plain = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    });

    private const int LargePage = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? page;

    [ThreadStatic]
    private static Utf8JsonWriter? pen;

    public static string Write(HistoryEvent happened) => JsonSerializer.Serialize(happened, Plain.HistoryEvent);

    /// <summary>The events of a turn, as UTF-8.</summary>
    public static byte[] Write(List<HistoryEvent> happened)
    {
        // Always into the same memory, which otherwise is most of what a turn takes.
        page ??= new ArrayBufferWriter<byte>(512);
        pen ??= new Utf8JsonWriter(page, new JsonWriterOptions { Encoder = Plain.Options.Encoder });
        page.ResetWrittenCount();
        pen.Reset();
        JsonSerializer.Serialize(pen, happened, Plain.ListHistoryEvent);
        var written = page.WrittenSpan.ToArray();
        // What a large turn took is not kept for the small ones after it.
        if (written.Length > LargePage)
            (page, pen) = (null, null);
        return written;
    }

    public static HistoryEvent Read(string json) =>
        JsonSerializer.Deserialize(json, Plain.HistoryEvent) ?? throw new JsonException("An event is null.");

    public static HistoryEvent[] ReadMany(string json) =>
        JsonSerializer.Deserialize(json, Plain.HistoryEventArray) ?? throw new JsonException("A turn is null.");

    public static string Write(TaskFailureDetails failure) =>
        JsonSerializer.Serialize(failure, Plain.TaskFailureDetails);

    public static TaskFailureDetails? ReadFailure(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, Plain.TaskFailureDetails);
}
