using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Orchestrations;

namespace Serverless.Tests.Journeys;

/// <summary>Wherever the process dies that forgets somebody, the next one forgets her whole.</summary>
public sealed class ErasureKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_at_every_call_to_the_storage_an_erasure_comes_to_the_same_end()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2);
        await PersonTests.ComesBack(shop, shopper);
        var customer = new Id<Customer>((await Account.SignIn(shop)).Id);
        // Points are taken back a moment after the return has closed.
        await shop.Host.WhenIdle();
        var books = (await shop.Staff(HttpMethod.Get, "ledger/balance")).ToJsonString();
        var start = new ErasureStart(
            new(Guid.NewGuid().ToString()), customer, Asker.Staff, shop.Clock!.GetUtcNow(), 1);

        int deaths = 0;
        while (!await Lives(shop, start, deaths)) deaths++;
        output.WriteLine($"Died {deaths} times.");

        Assert.InRange(deaths, 20, 500);
        var store = shop.Services.GetRequiredService<TableStore>();
        var done = (await store.Find(start.Id))!.Record;
        Assert.Equal(ErasureStatus.Done, done.Status);
        Assert.Equal(
            ["account 1", "carts 1", "orders 1", "returns 1", "waybills 2"],
            done.Erased.Select(one => $"{one.Key} {one.Value}"));
        var order = (await store.Find(new Id<Order>(shopper.Order)))!.Record;
        Assert.Equal(Register.Forgotten, order.Delivery.Address.Name);
        Assert.True((await store.Find(customer))!.Record.IsForgotten);
        Assert.Equal(books, (await shop.Staff(HttpMethod.Get, "ledger/balance")).ToJsonString());
    }

    // A process of its own, which dies after so many calls.
    private static async Task<bool> Lives(TestShop shop, ErasureStart start, int calls)
    {
        var policy = shop.Services.GetRequiredService<Policies>();
        var (store, clients, seal) = MortalStorage.Of(shop, calls);
        var files = new PrivateFiles(clients, seal);
        var tokens = shop.Services.GetRequiredService<Tokens>();
        var mailboxes = new Mailboxes(store, tokens, seal, shop.Clock!);
        var activities = new ErasureActivities(
            store, new OrderSearch(store, tokens), new PersonRecords(store), mailboxes, new ReturnPhotos(files),
            new CustomsFiles(files), new Waybills(files), new CreditNotes(files), seal, Listed(shop), policy,
            shop.Clock!);
        try
        {
            return (await activities.Erase(start, CancellationToken.None)).OrThrow() == 0;
        }
        catch (MortalStorage.DeadException)
        {
            return false;
        }
    }

    private static ErasureList Listed(TestShop shop) => shop.Services.GetRequiredService<ErasureList>();
}
