using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Orchestrations;

namespace Serverless.Tests.Journeys;

/// <summary>Wherever the process dies that heeds a person, the next one comes to the same end and report.</summary>
public sealed class RightsKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_at_every_call_to_the_storage_a_rectification_comes_to_the_same_end()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await new Shopper(shop).Buy("BOWL");
        await shop.Rest();
        var open = new Shopper(shop);
        await open.Fill("BOWL");
        await open.Pay();
        await open.Reach("Allocated");
        var customer = new Id<Customer>((await Account.SignIn(shop)).Id);
        await shop.Host.WhenIdle();
        var right = new RightData("Maria Reyes", "m@example.com", null, null, null) { KnownAs = "Maria Santos" };
        var id = new Id<Rectification>(Guid.NewGuid().ToString());
        var seals = shop.Services.GetRequiredService<TextSeal>();
        var start = new RectificationStart(
            id, customer, Asker.Herself, shop.Clock!.GetUtcNow(), seals.Seal(id.Value, right));

        int deaths = await MortalStorage.Deaths(shop, async (store, _, seal) =>
            (await Activities(shop, store, seal).Rectify(start, CancellationToken.None)).Refusal is null);

        output.WriteLine($"Died {deaths} times.");
        Assert.InRange(deaths, 8, 300);
        var store = shop.Services.GetRequiredService<TableStore>();
        var done = (await store.Find(id))!.Record;
        Assert.Equal(RightsStatus.Done, done.Status);
        Assert.Equal(
            ["account ", "account SignsInWithIt", "order ", "order ", "orders Ended"],
            done.Places.Select(place => $"{place.Place} {place.Because}").Order(StringComparer.Ordinal));
        var delivery = (await store.Find(new Id<Order>(open.Order)))!.Record.Delivery;
        Assert.Equal(("Maria Reyes", "m@example.com"), (delivery.Address.Name, delivery.Email));
        var profile = (await store.Find(customer))!.Record.Profile!;
        Assert.Equal("Maria Reyes", seals.Open<Profile>(customer.Value, profile).Name);
        Assert.Single(await store.Timeline(customer), fact => fact.Cause == $"rectification-{id}");
    }

    [Fact]
    public async Task Killed_at_every_call_to_the_storage_an_objection_comes_to_the_same_end()
    {
        await using var shop = await TestShop.Start();
        var customer = new Id<Customer>((await Account.SignIn(shop)).Id);
        var start = new ObjectionStart(
            new(Guid.NewGuid().ToString()), customer, Asker.Herself, shop.Clock!.GetUtcNow(),
            [ConsentText.Tiers, ConsentText.Recommendations, "delivery"]);

        int deaths = await MortalStorage.Deaths(shop, async (store, _, seal) =>
            (await Activities(shop, store, seal).Heed(start, CancellationToken.None)).OrThrow() == 2);

        output.WriteLine($"Died {deaths} times.");
        Assert.InRange(deaths, 5, 300);
        var store = shop.Services.GetRequiredService<TableStore>();
        Assert.Equal(RightsStatus.Done, (await store.Find(start.Id))!.Record.Status);
        var known = (await store.Find(customer))!.Record;
        Assert.False(known.Allows(ConsentText.Tiers) || known.Allows(ConsentText.Recommendations));
        Assert.Equal(["objection", "objection"], known.Consents.Select(consent => consent.Source));
    }

    private static RightsActivities Activities(TestShop shop, TableStore store, TextSeal seal) =>
        new(
            store, new OrderSearch(store, shop.Services.GetRequiredService<Tokens>()), new PersonRecords(store), seal,
            shop.Clock!);
}
