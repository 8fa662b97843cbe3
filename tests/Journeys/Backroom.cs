using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>What an app keeps in its storage, looked at without it: also while it is down.</summary>
public sealed class Backroom(Dictionary<string, string> settings) : IAsyncDisposable
{
    private const int PageSize = 100;

    private readonly ServiceProvider parts = Open(settings);

    private QueueServiceClient Service => parts.GetRequiredService<QueueServiceClient>();

    public TableStore Store => parts.GetRequiredService<TableStore>();

    public IMessages Messages => parts.GetRequiredService<IMessages>();

    public Policies Policies => parts.GetRequiredService<Policies>();

    public Poison Poison => parts.GetRequiredService<Poison>();

    public Journal Journal => parts.GetRequiredService<Journal>();

    public SkuBlob<Availability> Availability => parts.GetRequiredService<SkuBlob<Availability>>();

    /// <summary>All records that stand on a list.</summary>
    public async Task<List<T>> All<T>(string list) where T : class
    {
        List<T> all = [];
        string? cursor = null;
        do
        {
            var page = await Store.List<T>(list, PageSize, cursor);
            all.AddRange(page.Items.Select(stored => stored.Record));
            cursor = page.Cursor;
        } while (cursor is not null);

        return all;
    }

    /// <summary>Whether its customer's account knows all of a delivered order, and so many returns of it.</summary>
    public async Task<bool> IsKnown(Order order, int returns) =>
        (await Store.Find(order.Customer!.Value))?.Record.Purchases.Any(
            one => one.Order == order.Id && one.Version >= CrmNews.VersionOf(order, returns)) == true;

    /// <summary>How many messages wait or are being worked on, by queue; those set aside are not among them.</summary>
    public async Task<SortedDictionary<string, int>> Waiting()
    {
        var waiting = new SortedDictionary<string, int>(StringComparer.Ordinal);
        await foreach (var queue in Service.GetQueuesAsync())
        {
            if (queue.Name.EndsWith("-poison", StringComparison.Ordinal)) continue;
            if (await Waiting(queue.Name) is > 0 and var count) waiting[queue.Name] = count;
        }

        return waiting;
    }

    /// <summary>How many messages of one queue wait or are being worked on.</summary>
    public async Task<int> Waiting(string queue) =>
        (await Service.GetQueueClient(queue).GetPropertiesAsync()).Value.ApproximateMessagesCount;

    /// <summary>Waits until every message is done with, or set aside.</summary>
    public async Task Drained(TimeSpan patience)
    {
        var giveUp = DateTime.UtcNow + patience;
        while (await Waiting() is { Count: > 0 } waiting)
        {
            Assert.True(DateTime.UtcNow < giveUp, $"Messages still wait: {string.Join(", ", waiting)}");
            await Task.Delay(250);
        }
    }

    public ValueTask DisposeAsync() => parts.DisposeAsync();

    private static ServiceProvider Open(Dictionary<string, string> settings)
    {
        var values = settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        return new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .AddStorage(configuration).BuildServiceProvider();
    }
}
