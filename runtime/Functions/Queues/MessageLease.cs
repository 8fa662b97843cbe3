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
            while (await timer.WaitForNextTickAsync(end.Token))
            {
                // Not cancelled in the middle: the receipt would be lost with the answer.
                var renewed = await queue.UpdateMessageAsync(
                    message.MessageId, receipt, visibilityTimeout: length, cancellationToken: CancellationToken.None);
                receipt = renewed.Value.PopReceipt;
            }
        }
        catch (OperationCanceledException)
        {
            // The function is done.
        }
        catch (RequestFailedException exception)
        {
            log.LogWarning(
                exception, "A message of queue {Queue} could not be kept and may run again.", queue.Name);
        }
    }
}
