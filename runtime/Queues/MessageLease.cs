using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>
/// Keeps one message invisible to others while its function runs. Queues know only time-outs, so it is renewed at half
/// of each.
/// </summary>
internal sealed class MessageLease : IAsyncDisposable
{
    private readonly QueueClient queue;
    private readonly QueueMessage message;
    private readonly TimeSpan length;
    private readonly ILogger log;
    private readonly CancellationTokenSource end;
    private readonly Task renewing;
    private string receipt;

    public MessageLease(
        QueueClient queue, QueueMessage message, TimeSpan length, ILogger log, CancellationToken outOfPatience)
    {
        (this.queue, this.message, this.length, this.log) = (queue, message, length, log);
        receipt = message.PopReceipt;
        end = CancellationTokenSource.CreateLinkedTokenSource(outOfPatience);
        renewing = Renew();
    }

    /// <summary>Nothing is renewed any more: the function has ended, or somebody else has the message.</summary>
    public bool IsOver => renewing.IsCompleted;

    /// <summary>Ends the renewing and tells the receipt that is valid now.</summary>
    public async Task<string> Finish()
    {
        await end.CancelAsync();
        await renewing;
        return receipt;
    }

    public async ValueTask DisposeAsync()
    {
        await Finish();
        end.Dispose();
    }

    private async Task Renew()
    {
        try
        {
            using var timer = new PeriodicTimer(length / 2);
            while (await timer.WaitForNextTickAsync(end.Token) && await IsStillOurs())
            {
                // At half of each length, until one of the two is false.
            }
        }
        catch (OperationCanceledException)
        {
            // The function is done.
        }
    }

    private async Task<bool> IsStillOurs()
    {
        try
        {
            // Not cancelled in the middle: the receipt would be lost with the answer.
            var renewed = await queue.UpdateMessageAsync(
                message.MessageId, receipt, visibilityTimeout: length, cancellationToken: CancellationToken.None);
            receipt = renewed.Value.PopReceipt;
            return true;
        }
        catch (RequestFailedException exception) when (exception.Status is 400 or 404)
        {
            log.LogWarning(
                exception, "A message of queue {Queue} could not be kept: it runs again elsewhere.", queue.Name);
            return false;
        }
        catch (Exception exception) when (QueueFaults.Is(exception))
        {
            // Nobody else may have taken it meanwhile: its receipt is good as long as that is so.
            log.LogWarning(exception, "A message of queue {Queue} could not be kept and may run again.", queue.Name);
            return true;
        }
    }
}
