using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>News of orders come twice, late, in any order, and are interrupted: accounts come to the same.</summary>
public sealed class CrmNewsTests
{
    private const int Orders = 400;
    private const int Customers = 12;

    [Fact]
    [Trait("Category", "Full")]
    public Task Two_thousand_news_in_any_order_with_duplicates_come_to_what_they_come_to_in_order() =>
        ComeToTheSame(Orders, news: 2_000);

    [Fact]
    public Task News_in_any_order_with_duplicates_come_to_what_they_come_to_in_order() =>
        ComeToTheSame(Orders / 4, news: 500);

    private static async Task ComeToTheSame(int orders, int news)
    {
        await using var orderly = await TestShop.Start();
        await using var unruly = await TestShop.Start();
        var told = await new Histories(orderly).Write(orders, Customers);
        await new Histories(unruly).Write(orders, Customers);
        var random = new Random(20261111);
        var shuffled = told.Concat(told).Concat(told.Take(orders / 2)).ToArray();
        random.Shuffle(shuffled);
        Assert.Equal(news, shuffled.Length);

        await HearAll(orderly, told, rivals: 1);
        await HearAll(unruly, shuffled, rivals: 16);
        await Same(orderly, unruly);
    }

    [Fact]
    public async Task A_consumer_that_dies_at_any_step_ends_the_same()
    {
        await using var orderly = await TestShop.Start();
        await using var dying = await TestShop.Start();
        var news = await new Histories(orderly).Write(60, 4);
        await new Histories(dying).Write(60, 4);

        await HearAll(orderly, news, rivals: 1);
        var random = new Random(20261112);
        var hear = Consumer(dying);
        foreach (var one in news)
        {
            for (int deaths = 0; deaths < 3; deaths++)
            {
                using var death = new CancellationTokenSource(TimeSpan.FromMilliseconds(random.Next(1, 20)));
                await Record.ExceptionAsync(() => hear.Hear(one, death.Token));
            }

            await hear.Hear(one, CancellationToken.None);
        }

        await Same(orderly, dying);
    }

    private static async Task Same(TestShop one, TestShop other)
    {
        foreach (var id in Enumerable.Range(0, Customers).Select(Histories.Customer))
            Assert.Equal(await StateOf(one, id), await StateOf(other, id));
        Assert.Equal(await Books(one), await Books(other));
        Assert.Equal(await Together(one), await Together(other));
    }

    private static async Task<string> Together(TestShop shop)
    {
        var store = shop.Services.GetRequiredService<TableStore>();
        var found = await Task.WhenAll(Histories.Products.Select(product => store.Find(new Id<Companions>(product))));
        return JsonSerializer.Serialize(found.Select(one => new
        {
            one!.Record.Orders,
            With = one.Record.With.OrderBy(with => with.Product.Value, StringComparer.Ordinal),
        }));
    }

    private static async Task<string> Books(TestShop shop)
    {
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>());
        Assert.NotEqual(0, Accounts.Of(books, "2200 Points owed"));
        return books.ToJsonString();
    }

    /// <summary>All that counts; the order in which entries were made, and how often it was tried, does not.</summary>
    private static async Task<string> StateOf(TestShop shop, Id<Customer> id)
    {
        var store = shop.Services.GetRequiredService<TableStore>();
        var value = (await store.Find(StoredValue.PointsOf(id)))?.Record;
        var customer = (await store.Find(id))?.Record;
        return JsonSerializer.Serialize(new
        {
            value?.Balance,
            value?.Lots,
            value?.Shortfall,
            Sum = value is null ? 0 : value.BroughtForward + value.Entries.Sum(entry => entry.Change),
            customer?.Purchases,
            Known = customer?.Profile is not null,
        });
    }

    private static Task HearAll(TestShop shop, IEnumerable<CrmNews> news, int rivals)
    {
        var hear = Consumer(shop);
        return Parallel.ForEachAsync(
            news, new ParallelOptions { MaxDegreeOfParallelism = rivals },
            async (one, stop) => await hear.Hear(one, stop));
    }

    private static CrmFunctions Consumer(TestShop shop) =>
        ActivatorUtilities.CreateInstance<CrmFunctions>(shop.Services);
}
