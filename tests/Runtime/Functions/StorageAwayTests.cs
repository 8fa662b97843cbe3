using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

/// <summary>The storage is away for a while. Microsoft's host ends itself then; this one stays and goes on.</summary>
public sealed class StorageAwayTests
{
    [Fact]
    public async Task Queues_and_timers_go_on_by_themselves_when_the_storage_is_back()
    {
        using var storage = new MortalAzurite();
        var clock = new FakeTimeProvider(new(2026, 11, 11, 9, 20, 0, TimeSpan.Zero));
        var notebook = new Notebook();
        await using var host = await Start(storage, clock, notebook);
        await Send(storage, "before");
        await Noted(clock, notebook, "text before");

        storage.Stop();
        int timers = notebook.Lines.Count(line => line.StartsWith("quick", StringComparison.Ordinal));
        await Until.Holds(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return notebook.Lines.Count(line => line.StartsWith("quick", StringComparison.Ordinal)) > timers + 2;
        });

        storage.Start();
        await Send(storage, "after");
        await Noted(clock, notebook, "text after");
        Assert.Single(notebook.Lines, line => line == "text before");
    }

    private static Task<FunctionsTestHost> Start(MortalAzurite storage, FakeTimeProvider clock, Notebook notebook) =>
        SampleApp.Start(
            options =>
            {
                options.Time = clock;
                options.Settings["AzureWebJobsStorage"] = storage.Account.ConnectionString;
                options.Settings["Storage"] = storage.Account.ConnectionString;
                options.Settings["ParcelQueue"] = "parcels";
                options.Settings["HourlySchedule"] = "0 0 * * * *";
                options.Services = services => services.AddSingleton(notebook).AddSingleton(new SampleGate());
            },
            typeof(SampleQueues), typeof(SampleTimers));

    private static async Task Send(MortalAzurite storage, string text)
    {
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        await new QueueClient(storage.Account.ConnectionString, "text", options).SendMessageAsync(text);
    }

    private static Task Noted(FakeTimeProvider clock, Notebook notebook, string line) => Until.Holds(() =>
    {
        clock.Advance(TimeSpan.FromMilliseconds(500));
        return notebook.Lines.Contains(line);
    });
}
