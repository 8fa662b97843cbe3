using System.Text;
using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Serverless.Adapters;

/// <summary>A message that was tried too often and waits for a person.</summary>
/// <param name="Queue">The queue that it was on, and goes back to.</param>
/// <param name="Tries">How often it was taken from the poison queue.</param>
/// <param name="Body">What it says; where nobody could read it, the text as it stands on the queue.</param>
/// <param name="IsRaw">Whether it is no text in base64, which is what consumers read.</param>
public sealed record PoisonMessage(
    string Queue, string Id, DateTimeOffset InsertedAt, long Tries, string Body, bool IsRaw);

/// <summary>The poison queues, as staff look at them, and put messages back or drop them.</summary>
/// <remarks>
/// What stands there is read as it is, and decoded here: the client's own decoding throws for all that it received
/// when one of them is no base64.
/// </remarks>
public sealed partial class Poison(StorageClients clients)
{
    private const string Suffix = "-poison";

    // The most that one request returns.
    private const int Most = 32;

    // How long a message that was looked at stays away, should we die before putting it back.
    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(30);

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private readonly QueueServiceClient service = clients.RawQueues;
    private readonly StorageQueues open = new(clients.Queues);

    /// <summary>What stands in all poison queues; at most 32 of each, the oldest.</summary>
    public async Task<IReadOnlyList<PoisonMessage>> List(CancellationToken stop = default)
    {
        var found = new List<PoisonMessage>();
        await foreach (var item in service.GetQueuesAsync(cancellationToken: stop))
        {
            if (!item.Name.EndsWith(Suffix, StringComparison.Ordinal)) continue;
            string queue = item.Name[..^Suffix.Length];
            var messages = await service.GetQueueClient(item.Name).PeekMessagesAsync(Most, stop);
            found.AddRange(messages.Value.Select(message => Shown(queue, message)));
        }
        return found;
    }

    /// <summary>Moves a message back onto its queue; false when it is not, or no longer, in the poison queue.</summary>
    /// <remarks>
    /// Sent before it is deleted: after a crash between the two it arrives twice, never not at all. What was no base64
    /// is sent in base64, so that its consumer gets to read it.
    /// </remarks>
    public Task<bool> Replay(string queue, string message, CancellationToken stop = default) =>
        Settle(queue, message, async wanted => await (await open.Open(queue)).SendMessageAsync(
            Read(wanted.Body.ToString()) is { } text ? text : wanted.Body, cancellationToken: stop), stop);

    /// <summary>Throws a message away for good; false when it is not, or no longer, in the poison queue.</summary>
    public Task<bool> Drop(string queue, string message, CancellationToken stop = default) =>
        Settle(queue, message, _ => Task.CompletedTask, stop);

    private async Task<bool> Settle(
        string queue, string message, Func<QueueMessage, Task> settle, CancellationToken stop)
    {
        if (!QueueName().IsMatch(queue)) return false;
        var poison = service.GetQueueClient(queue + Suffix);
        if (!await poison.ExistsAsync(stop)) return false;
        var taken = new List<QueueMessage>();
        try
        {
            while (await Take(poison, stop) is { Length: > 0 } some)
            {
                taken.AddRange(some);
                if (taken.Find(one => one.MessageId == message) is not { } wanted) continue;
                await settle(wanted);
                await poison.DeleteMessageAsync(wanted.MessageId, wanted.PopReceipt, stop);
                taken.Remove(wanted);
                return true;
            }
            return false;
        }
        finally
        {
            foreach (var other in taken) await PutBack(poison, other);
        }
    }

    private static PoisonMessage Shown(string queue, PeekedMessage message)
    {
        string raw = message.Body.ToString();
        var read = Read(raw);
        return new(
            queue, message.MessageId, message.InsertedOn ?? default, message.DequeueCount,
            read?.ToString() ?? raw, IsRaw: read is null);
    }

    /// <summary>What a consumer would be given; null where that is no text.</summary>
    private static BinaryData? Read(string raw)
    {
        byte[] bytes = new byte[raw.Length];
        if (!Convert.TryFromBase64String(raw, bytes, out int length)) return null;
        try
        {
            Strict.GetCharCount(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }

        return new(bytes.AsMemory(0, length));
    }

    private static async Task<QueueMessage[]> Take(QueueClient poison, CancellationToken stop) =>
        (await poison.ReceiveMessagesAsync(Most, Hidden, stop)).Value;

    private static async Task PutBack(QueueClient poison, QueueMessage message)
    {
        try
        {
            await poison.UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero);
        }
        catch (RequestFailedException)
        {
            // Another replay has it, or it comes back by itself in half a minute.
        }
    }

    [GeneratedRegex(@"\A[a-z0-9](?:[a-z0-9]|-(?!-)){1,54}[a-z0-9]\z")]
    private static partial Regex QueueName();
}
