using System.Text.RegularExpressions;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Serverless.Adapters;

/// <summary>A message that was tried too often and waits for a person.</summary>
/// <param name="Queue">The queue that it was on, and goes back to.</param>
/// <param name="Tries">How often it was taken from the poison queue.</param>
public sealed record PoisonMessage(string Queue, string Id, DateTimeOffset InsertedAt, long Tries, string Body);

/// <summary>The poison queues, as staff look at them and put messages back.</summary>
public sealed partial class Poison(QueueServiceClient service)
{
    private const string Suffix = "-poison";

    // The most that one request returns.
    private const int Most = 32;

    // How long a message that was looked at stays away, should we die before putting it back.
    private static readonly TimeSpan Hidden = TimeSpan.FromSeconds(30);

    private readonly StorageQueues open = new(service);

    /// <summary>What stands in all poison queues; at most 32 of each, the oldest.</summary>
    public async Task<IReadOnlyList<PoisonMessage>> List(CancellationToken stop = default)
    {
        var found = new List<PoisonMessage>();
        await foreach (var item in service.GetQueuesAsync(cancellationToken: stop))
        {
            if (!item.Name.EndsWith(Suffix, StringComparison.Ordinal)) continue;
            string queue = item.Name[..^Suffix.Length];
            var messages = await service.GetQueueClient(item.Name).PeekMessagesAsync(Most, stop);
            found.AddRange(messages.Value.Select(message => new PoisonMessage(
                queue, message.MessageId, message.InsertedOn ?? default, message.DequeueCount,
                message.Body.ToString())));
        }
        return found;
    }

    /// <summary>Moves a message back onto its queue; false when it is not, or no longer, in the poison queue.</summary>
    /// <remarks>Sent before it is deleted: after a crash between the two it arrives twice, never not at all.</remarks>
    public async Task<bool> Replay(string queue, string message, CancellationToken stop = default)
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
                await (await open.Open(queue)).SendMessageAsync(wanted.Body, cancellationToken: stop);
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
