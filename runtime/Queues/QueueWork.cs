using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>Runs the function for a message of a queue; then deletes it, releases it or sets it aside.</summary>
internal sealed class QueueWork(
    AppFunction function, QueueClient queue, QueueClient poison, TimeSpan lease, QueueSettings settings,
    Invocations invocations, ILogger log)
{
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public QueueClient Queue => queue;

    /// <summary>For how long a message is taken; renewed while its function runs.</summary>
    public TimeSpan Lease => lease;

    /// <summary>After how long the message can be taken again; null when it is done with.</summary>
    public async Task<TimeSpan?> Do(QueueMessage message, Stopping stopping)
    {
        await using var held = new MessageLease(queue, message, lease, log, stopping.OutOfPatience);
        bool done = message.DequeueCount <= settings.MaxDequeueCount && await Run(message, stopping.OutOfPatience);
        string receipt = await held.Finish();
        if (stopping.Killed)
            return null;
        try
        {
            return await Settle(message, receipt, done);
        }
        catch (Exception exception) when (QueueFaults.Is(exception))
        {
            log.LogWarning(exception, "A message of queue {Queue} could not be put away.", queue.Name);
            return lease;
        }
    }

    /// <summary>Sets a message aside whose text cannot be decoded, so that it stands in nobody's way.</summary>
    public async Task SetAsideUndecodable(QueueMessage message)
    {
        log.LogError("A message of queue {Queue} cannot be decoded; it is in {Poison}.", queue.Name, poison.Name);
        await SetAside(message, message.PopReceipt);
    }

    private async Task<bool> Run(QueueMessage message, CancellationToken outOfPatience)
    {
        try
        {
            await invocations.Run(function, call => QueueData.Fill(call, function, message), outOfPatience);
            return true;
        }
        catch (Exception)
        {
            // Told by the invocation's log line; the message is tried again.
            return false;
        }
    }

    private async Task<TimeSpan?> Settle(QueueMessage message, string receipt, bool done)
    {
        if (done)
        {
            await queue.DeleteMessageAsync(message.MessageId, receipt);
            return null;
        }

        if (message.DequeueCount >= settings.MaxDequeueCount)
        {
            await SetAside(message, receipt);
            return null;
        }

        await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: settings.VisibilityTimeout);
        return settings.VisibilityTimeout;
    }

    private async Task SetAside(QueueMessage message, string receipt)
    {
        await poison.CreateIfNotExistsAsync();
        await poison.SendMessageAsync(message.Body, timeToLive: Forever);
        await queue.DeleteMessageAsync(message.MessageId, receipt);
    }
}
