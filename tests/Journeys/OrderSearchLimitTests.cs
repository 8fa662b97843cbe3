using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>What a search finds where names are common, and what it keeps of who is known no longer.</summary>
public sealed class OrderSearchLimitTests(ITestOutputHelper output)
{
    private const int Common = 2_100;

    [Fact]
    public async Task An_old_order_is_found_by_two_names_of_which_many_have_one()
    {
        await using var shop = await TestShop.Start(
            outside: options => options with { Robot = false }, storage: new StorageDouble());
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        var shopper = new Shopper(shop, Person.Maria);
        await shopper.Buy("BOWL", until: "Allocated");
        await shop.Host.WhenIdle();
        var store = shop.Services.GetRequiredService<TableStore>();
        var search = shop.Services.GetRequiredService<OrderSearch>();
        var like = (await store.Find(new Id<Order>(shopper.Order)))!.Record;
        var old = await Keep(store, search, like, "Maria Zobel", -1_000_000);
        Assert.Single((await search.Find("Maria Zobel", CancellationToken.None)).Orders);
        for (int at = 0; at < Common; at++) await Keep(store, search, like, "Maria Santos", -at);

        foreach (string text in new[] { "Zobel", "Maria Zobel", "Zobel Maria" })
        {
            var found = await search.Find(text, CancellationToken.None);
            output.WriteLine($"{text}: {found.Orders.Length} found, has more: {found.HasMore}");
        }

        var one = await search.Find("Maria Zobel", CancellationToken.None);
        Assert.Equal([old], one.Orders.Select(order => order.Id));
    }

    [Fact]
    public async Task Who_is_known_no_longer_stands_on_no_list_of_words()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        var shopper = new Shopper(shop, Person.Maria);
        await shopper.Buy("BOWL", card: Shopper.DeclinedCard, until: "Failed");
        await shop.Rest();
        var store = shop.Services.GetRequiredService<TableStore>();
        var id = new Id<Order>(shopper.Order);
        await shop.Until(async () => await store.Find(SearchEntry.IdOf(id)) is not null, () => "no words");
        shop.Clock!.Advance(TimeSpan.FromDays(91));
        await Microsoft.Extensions.DependencyInjection.ActivatorUtilities
            .CreateInstance<RetentionFunctions>(shop.Services).Run(new(), CancellationToken.None);
        Assert.Equal(Register.Forgotten, (await store.Find(id))!.Record.Delivery.Email);
        Assert.Empty((await store.Find(SearchEntry.IdOf(id)))!.Record.Person);
    }

    private static async Task<Id<Order>> Keep(
        TableStore store, OrderSearch search, Order like, string name, int minutes)
    {
        var id = new Id<Order>($"{Guid.NewGuid()}");
        var address = like.Delivery.Address with { Name = name };
        var order = like with
        {
            Id = id,
            OpenedAt = like.OpenedAt.AddMinutes(minutes),
            Delivery = like.Delivery with { Address = address },
        };
        (await store.Insert(id, "filled", () => order)).OrThrow();
        await search.Keep(order, CancellationToken.None);
        return id;
    }
}
