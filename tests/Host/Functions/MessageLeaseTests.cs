using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Runtime;

namespace Serverless.Tests.Runtime;

/// <summary>What becomes of a message that is being worked on when the storage does as it likes.</summary>
public sealed class MessageLeaseTests(AzuriteAccount account) : IClassFixture<AzuriteAccount>
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(1);

    private readonly Line line = new();

    [Fact]
    public async Task A_message_is_kept_though_the_storage_was_away_for_a_renewal()
    {
        var queue = await Queue("kept");
        var taken = await Take(queue);
        line.IsCut = true;
        await using var lease = new MessageLease(queue, taken, Length, NullLogger.Instance, CancellationToken.None);
        await Until.Holds(() => line.Failed == 2, what: "both tries of one renewal have failed");

        line.IsCut = false;
        int before = line.Passed;
        await Until.Holds(() => line.Passed > before, what: "it is renewed again");
        string receipt = await lease.Finish();

        Assert.NotEqual(taken.PopReceipt, receipt);
        await queue.DeleteMessageAsync(taken.MessageId, receipt);
    }

    [Fact]
    public async Task A_message_that_somebody_else_has_is_let_go()
    {
        var queue = await Queue("lost");
        var taken = await Take(queue);
        await Until.Holds(async () => (await queue.ReceiveMessageAsync(TimeSpan.FromMinutes(1))).Value is not null);
        int before = line.Passed;

        await using var lease = new MessageLease(queue, taken, Length, NullLogger.Instance, CancellationToken.None);
        await Until.Holds(() => lease.IsOver);

        Assert.Equal(before + 1, line.Passed);
        Assert.Equal(taken.PopReceipt, await lease.Finish());
    }

    private async Task<QueueClient> Queue(string name)
    {
        // Two tries: what the client throws then is not the fault of either, but both together.
        var options = new QueueClientOptions { Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1) } };
        options.AddPolicy(line, HttpPipelinePosition.PerRetry);
        var queue = new QueueClient(account.ConnectionString, name, options);
        await queue.CreateAsync();
        return queue;
    }

    private static async Task<QueueMessage> Take(QueueClient queue)
    {
        await queue.SendMessageAsync("wanted");
        return (await queue.ReceiveMessageAsync(Length)).Value;
    }

    /// <summary>The way to the storage, which can be cut.</summary>
    private sealed class Line : HttpPipelineSynchronousPolicy
    {
        private int failed;
        private int passed;

        public volatile bool IsCut;

        public int Failed => failed;

        public int Passed => passed;

        public override void OnSendingRequest(HttpMessage message)
        {
            if (!IsCut) return;
            Interlocked.Increment(ref failed);
            throw new IOException("The line is cut.");
        }

        public override void OnReceivedResponse(HttpMessage message) => Interlocked.Increment(ref passed);
    }
}
