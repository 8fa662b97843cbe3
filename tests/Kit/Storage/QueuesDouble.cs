using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Serverless.Tests;

/// <summary>The queue service in memory.</summary>
internal sealed partial class QueuesDouble(TimeProvider clock)
{
    private const int MostBytes = 64 * 1024;

    private readonly ConcurrentDictionary<string, QueueDouble> queues = new(StringComparer.Ordinal);

    public Reply Answer(Ask ask)
    {
        if (ask.Path.Length == 0 && ask.Word("comp") == "list") return List(ask);
        if (ask.Path.Length == 1) return Queue(ask, ask.First);
        if (ask.Path.Length is < 2 or > 3 || ask.Path[1] != "messages") throw StorageRefusalException.NotKnown(ask);
        var queue = queues.GetValueOrDefault(ask.First) ?? throw NoQueue();
        return (ask.Method, ask.Path.Length) switch
        {
            ("POST", 2) => Send(ask, queue),
            ("GET", 2) when ask.Word("peekonly") == "true" =>
                Told(queue.Peek(Number(ask, "numofmessages", 1, 1, 32)), isPeek: true),
            ("GET", 2) => Told(
                queue.Receive(Number(ask, "numofmessages", 1, 1, 32), Seconds(ask, "visibilitytimeout", 30, 1)),
                isPeek: false),
            ("DELETE", 2) => Cleared(queue),
            ("PUT", 3) => Update(ask, queue),
            ("DELETE", 3) => Delete(ask, queue),
            _ => throw StorageRefusalException.NotKnown(ask),
        };
    }

    private Reply Queue(Ask ask, string name)
    {
        if (!Name().IsMatch(name))
            throw new StorageRefusalException(400, "InvalidResourceName", $"'{name}' names no queue.");
        switch (ask.Method, ask.Word("comp"))
        {
            case ("PUT", ""):
                return new(queues.TryAdd(name, new(clock)) ? 201 : 204);
            case ("DELETE", ""):
                return queues.TryRemove(name, out _) ? new(204) : throw NoQueue();
            case ("GET" or "HEAD", "metadata"):
                var queue = queues.GetValueOrDefault(name) ?? throw NoQueue();
                return new Reply(200).With("x-ms-approximate-messages-count", $"{queue.Count}");
            default:
                throw StorageRefusalException.NotKnown(ask);
        }
    }

    private Reply List(Ask ask)
    {
        int most = Number(ask, "maxresults", 5000, 1, 5000);
        var names = queues.Keys
            .Where(name => name.StartsWith(ask.Word("prefix"), StringComparison.Ordinal)
                && string.CompareOrdinal(name, ask.Word("marker")) >= 0)
            .Order(StringComparer.Ordinal).Take(most + 1).ToList();
        return Xml(new("EnumerationResults",
            new XElement("Queues", names.Take(most).Select(name => new XElement("Queue", new XElement("Name", name)))),
            new XElement("NextMarker", names.Count > most ? names[most] : "")));
    }

    private static Reply Send(Ask ask, QueueDouble queue)
    {
        string text = TextIn(ask);
        var message = queue.Send(
            text, Seconds(ask, "visibilitytimeout", 0, 0),
            ask.Word("messagettl") is "-1" ? null : Seconds(ask, "messagettl", 7 * 24 * 3600, 1));
        var reply = Told([message], isPeek: false, hasText: false);
        return new Reply(201, reply.Body).With("Content-Type", "application/xml");
    }

    private static Reply Update(Ask ask, QueueDouble queue)
    {
        var message = queue.Update(
            ask.Path[2], ask.Word("popreceipt"), ask.Body.Length > 0 ? TextIn(ask) : null,
            Seconds(ask, "visibilitytimeout", 0, 0));
        return new Reply(204).With("x-ms-popreceipt", message.Receipt)
            .With("x-ms-time-next-visible", Reply.Time(message.VisibleAt));
    }

    private static Reply Delete(Ask ask, QueueDouble queue)
    {
        queue.Delete(ask.Path[2], ask.Word("popreceipt"));
        return new(204);
    }

    private static Reply Cleared(QueueDouble queue)
    {
        queue.Clear();
        return new(204);
    }

    private static string TextIn(Ask ask)
    {
        string text = XDocument.Parse(Encoding.UTF8.GetString(ask.Body).TrimStart('\uFEFF'))
            .Root?.Element("MessageText")?.Value ?? "";
        return Encoding.UTF8.GetByteCount(text) <= MostBytes
            ? text
            : throw new StorageRefusalException(413, "RequestBodyTooLarge", "A message has at most 64 KiB.");
    }

    private static Reply Told(IEnumerable<QueueDoubleMessage> messages, bool isPeek, bool hasText = true) =>
        Xml(new("QueueMessagesList", messages.Select(message => new XElement(
            "QueueMessage",
            new XElement("MessageId", message.Id),
            new XElement("InsertionTime", Reply.Time(message.SentAt)),
            new XElement("ExpirationTime", Reply.Time(message.ExpiresAt)),
            isPeek ? null : new XElement("PopReceipt", message.Receipt),
            isPeek ? null : new XElement("TimeNextVisible", Reply.Time(message.VisibleAt)),
            hasText ? new XElement("DequeueCount", message.Receipts) : null,
            hasText ? new XElement("MessageText", message.Text) : null))));

    private static Reply Xml(XElement root) =>
        new Reply(200, Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting)))
            .With("Content-Type", "application/xml");

    private static TimeSpan Seconds(Ask ask, string name, int usual, int least) =>
        TimeSpan.FromSeconds(Number(ask, name, usual, least, name == "messagettl" ? int.MaxValue : 7 * 24 * 3600));

    private static int Number(Ask ask, string name, int usual, int least, int most)
    {
        if (ask.Word(name) is not { Length: > 0 } text) return usual;
        return int.TryParse(text, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new StorageRefusalException(
                400, "OutOfRangeQueryParameterValue", $"{name} is from {least} to {most}.");
    }

    private static StorageRefusalException NoQueue() =>
        new(404, "QueueNotFound", "The specified queue does not exist.");

    [GeneratedRegex("^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Name();
}

/// <summary>A message as one moment shows it.</summary>
internal sealed record QueueDoubleMessage(
    string Id, long Order, string Text, DateTimeOffset SentAt, DateTimeOffset ExpiresAt, DateTimeOffset VisibleAt,
    string Receipt, int Receipts);

/// <summary>One queue in memory; who is visible first comes first.</summary>
internal sealed class QueueDouble(TimeProvider clock)
{
    private readonly Lock door = new();
    private readonly Dictionary<string, QueueDoubleMessage> messages = new(StringComparer.Ordinal);
    private readonly SortedSet<QueueDoubleMessage> order = new(Comparer<QueueDoubleMessage>.Create(
        (left, right) => (left.VisibleAt, left.Order).CompareTo((right.VisibleAt, right.Order))));
    private long sent;

    public int Count
    {
        get
        {
            lock (door) return messages.Count;
        }
    }

    public QueueDoubleMessage Send(string text, TimeSpan hidden, TimeSpan? life)
    {
        var now = clock.GetUtcNow();
        lock (door)
        {
            return Keep(new(
                Guid.NewGuid().ToString(), ++sent, text, now, life is { } time ? now + time : DateTimeOffset.MaxValue,
                now + hidden, NewReceipt(), 0));
        }
    }

    public List<QueueDoubleMessage> Receive(int most, TimeSpan hidden)
    {
        var now = clock.GetUtcNow();
        lock (door)
        {
            return Visible(most, now).ConvertAll(message =>
            {
                order.Remove(message);
                return Keep(message with
                {
                    VisibleAt = now + hidden,
                    Receipt = NewReceipt(),
                    Receipts = message.Receipts + 1,
                });
            });
        }
    }

    public List<QueueDoubleMessage> Peek(int most)
    {
        lock (door) return Visible(most, clock.GetUtcNow());
    }

    public QueueDoubleMessage Update(string id, string receipt, string? text, TimeSpan hidden)
    {
        lock (door)
        {
            var known = Held(id, receipt);
            order.Remove(known);
            return Keep(known with
            {
                Text = text ?? known.Text,
                VisibleAt = clock.GetUtcNow() + hidden,
                Receipt = NewReceipt(),
            });
        }
    }

    public void Delete(string id, string receipt)
    {
        lock (door) Drop(Held(id, receipt));
    }

    public void Clear()
    {
        lock (door)
        {
            messages.Clear();
            order.Clear();
        }
    }

    private List<QueueDoubleMessage> Visible(int most, DateTimeOffset now)
    {
        var seen = new List<QueueDoubleMessage>();
        var over = new List<QueueDoubleMessage>();
        foreach (var message in order)
        {
            if (seen.Count == most || message.VisibleAt > now) break;
            (message.ExpiresAt <= now ? over : seen).Add(message);
        }

        over.ForEach(Drop);
        return seen;
    }

    private QueueDoubleMessage Held(string id, string receipt)
    {
        if (!messages.TryGetValue(id, out var message))
            throw new StorageRefusalException(404, "MessageNotFound", "The specified message does not exist.");
        return message.Receipt == receipt
            ? message
            : throw new StorageRefusalException(
                400, "PopReceiptMismatch", "The specified pop receipt did not match the pop receipt of the message.");
    }

    private QueueDoubleMessage Keep(QueueDoubleMessage message)
    {
        messages[message.Id] = message;
        order.Add(message);
        return message;
    }

    private void Drop(QueueDoubleMessage message)
    {
        messages.Remove(message.Id);
        order.Remove(message);
    }

    private static string NewReceipt() => Convert.ToBase64String(Guid.NewGuid().ToByteArray());
}
