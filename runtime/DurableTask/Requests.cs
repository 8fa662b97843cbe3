using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>
/// Makes the requests for turns out of the pieces that the file keeps. The pieces are requests themselves that have
/// nothing but past events: put one behind another, they are one request that has all of them.
/// </summary>
internal static class Requests
{
    private static readonly MessageParser<OrchestratorRequest> Parser =
        OrchestratorRequest.Parser.WithDiscardUnknownFields(true);

    private static readonly MessageParser<HistoryEvent> OneParser =
        HistoryEvent.Parser.WithDiscardUnknownFields(true);

    /// <summary>A turn's events as the history keeps them.</summary>
    public static byte[] Past(IEnumerable<HistoryEvent> events) =>
        new OrchestratorRequest { PastEvents = { events } }.ToByteArray();

    /// <summary>What a new run is to hear first, as its instance keeps it; nothing where there is none.</summary>
    public static byte[]? Carried(List<HistoryEvent> events) => events.Count == 0 ? null : Past(events);

    /// <summary>The events of a piece.</summary>
    /// <exception cref="UnreadableException">It is not what was once written.</exception>
    public static IList<HistoryEvent> Read(byte[] piece)
    {
        try
        {
            var read = Parser.ParseFrom(piece);
            // A piece that was damaged may still be one, of fields that nobody knows, or without some that must be.
            bool isWhole = read.PastEvents.Count > 0 && read.CalculateSize() == piece.Length
                && read.NewEvents.Count + read.Properties.Count + read.InstanceId.Length == 0
                && read.PastEvents.All(past => past.EventTypeCase != HistoryEvent.EventTypeOneofCase.None
                    && past.Timestamp is not null);
            return isWhole ? read.PastEvents : throw new UnreadableException("Events are not as they were written.");
        }
        catch (InvalidProtocolBufferException damaged)
        {
            throw new UnreadableException(damaged.Message, damaged);
        }
    }

    /// <summary>An event of the inbox.</summary>
    /// <exception cref="UnreadableException">It is not what was once written.</exception>
    public static HistoryEvent ReadOne(byte[] written)
    {
        try
        {
            var read = OneParser.ParseFrom(written);
            bool isWhole = read.CalculateSize() == written.Length
                && read.EventTypeCase != HistoryEvent.EventTypeOneofCase.None;
            return isWhole ? read : throw new UnreadableException("An event is not as it was written.");
        }
        catch (InvalidProtocolBufferException damaged)
        {
            throw new UnreadableException(damaged.Message, damaged);
        }
    }

    public static byte[] Of(
        Instance instance, IReadOnlyList<byte[]> past, List<HistoryEvent> heard, Dictionary<string, Value> properties)
    {
        var head = new OrchestratorRequest
        {
            InstanceId = instance.Id,
            ExecutionId = instance.ExecutionId,
            Properties = { properties },
        };
        var news = new OrchestratorRequest { NewEvents = { heard } };
        var size = head.CalculateSize() + past.Sum(piece => piece.Length) + news.CalculateSize();
        var request = new byte[size];
        var at = head.CalculateSize();
        head.WriteTo(request.AsSpan(0, at));
        foreach (var piece in past)
        {
            piece.CopyTo(request, at);
            at += piece.Length;
        }

        news.WriteTo(request.AsSpan(at));
        return request;
    }
}
