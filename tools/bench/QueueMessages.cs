using System.Diagnostics;
using System.Diagnostics.Metrics;
using Azure.Storage.Queues;
using Serverless.Runtime.Testing;
using Serverless.Tests;

namespace Serverless.Bench;

/// <summary>Messages of a Storage Queue through a queue function, and through a loop of the SDK alone.</summary>
internal sealed class QueueMessages : Measure
{
    private const int Count = 640;
    private const int Batch = 16;
    private const string Function = "function";
    private const string Loop = "loop";

    public override string Name => "queue";

    /// <summary>Whether there is a storage emulator to measure against.</summary>
    public static bool HasAzurite =>
        Environment.GetEnvironmentVariable("AZURITE") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("SERVERLESS_AZURITE") is { Length: > 0 }
        || Directory.Exists(Path.Combine(Approved.Root, "tools", "azurite", "node_modules"));

    public override string? Missing => HasAzurite
        ? null
        : "Azurite is not installed: `./dev test` installs it.";

    public override IReadOnlyList<Side> Sides => [new(Loop, ByLoop), new(Function, ByFunction)];

    public override IReadOnlyList<Line> Lines =>
    [
        new("storage calls for a queue message", "", read => read[Function, "calls"], read => read[Loop, "calls"],
            $"a loop of the SDK: send, receive {Batch}, delete", "≤ 1.3"),
        new("time for a queue message", "ms", read => read[Function, "ms"], read => read[Loop, "ms"],
            "the same loop", "≤ 1.5"),
    ];

    private static async Task<Dictionary<string, double>> ByFunction()
    {
        var account = new AzuriteAccount();
        var queue = await Made(account);
        await using var host = await FunctionsTestHost.Start(App.Run, test =>
        {
            test.Settings["AzureWebJobsStorage"] = account.ConnectionString;
            test.Functions = type => type == typeof(Messages);
        });
        await host.WhenIdle();
        return await Measured(queue, account, async sent =>
        {
            int all = Messages.Count + Count;
            await sent;
            while (Messages.Count < all)
                await Task.Delay(1);
            await host.WhenIdle();
        });
    }

    private static async Task<Dictionary<string, double>> ByLoop()
    {
        var account = new AzuriteAccount();
        var queue = await Made(account);
        return await Measured(queue, account, async _ =>
        {
            for (int done = 0; done < Count;)
            {
                var messages = (await queue.ReceiveMessagesAsync(Batch, TimeSpan.FromSeconds(60))).Value;
                await Task.WhenAll(messages.Select(async message =>
                {
                    Messages.Take(message.Body.ToString());
                    await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
                }));
                done += messages.Length;
                if (messages.Length == 0)
                    await Task.Delay(10);
            }
        });
    }

    private static async Task<QueueClient> Made(AzuriteAccount account)
    {
        var queue = new QueueClient(account.ConnectionString, Messages.Queue, new QueueClientOptions
        {
            MessageEncoding = QueueMessageEncoding.Base64,
        });
        await queue.CreateIfNotExistsAsync();
        return queue;
    }

    private static async Task<Dictionary<string, double>> Measured(
        QueueClient queue, AzuriteAccount account, Func<Task, Task> taken)
    {
        int calls = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "http.client.request.duration")
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "server.port" && Equals(tag.Value, account.QueueEndpoint.Port))
                    Interlocked.Increment(ref calls);
            }
        });
        listener.Start();
        var watch = Stopwatch.StartNew();
        var sending = Parallel.ForAsync(
            0, Count, new ParallelOptions { MaxDegreeOfParallelism = Batch },
            async (number, stop) => await queue.SendMessageAsync($"message {number}", stop));
        await taken(sending);
        await sending;
        return new()
        {
            ["ms"] = watch.Elapsed.TotalMilliseconds / Count,
            ["calls"] = (double)calls / Count,
        };
    }
}
