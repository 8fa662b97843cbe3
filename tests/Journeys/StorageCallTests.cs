using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>What a checkout costs in calls to the storage, counted in the clients' own pipeline.</summary>
public sealed class StorageCallTests(ITestOutputHelper output)
{
    private const int Most = 25;

    /// <summary>The functions of a checkout, from the shopper's request to <c>Placed</c>.</summary>
    private static readonly string[] Checkout =
        ["PutOrder", "OpenOrder", "HoldStock", "AuthorisePayment", "KeepStock", "PlaceOrder"];

    [Fact]
    public async Task A_checkout_of_one_line_takes_at_most_25_storage_calls()
    {
        await using var shop = await TestShop.Start(outside: options => options with { Robot = false });
        var since = await CallsOfCheckout(shop);

        foreach (var (call, count) in since) output.WriteLine($"{count,3}  {call.Scope,-18}{call}");
        output.WriteLine($"{since.Sum(call => call.Value),3}  in all");
        Assert.InRange(since.Sum(call => call.Value), 1, Most);
    }

    [Fact]
    public async Task A_checkout_takes_the_same_storage_calls_in_memory_as_on_the_emulator()
    {
        await using var emulated = await TestShop.Start(outside: options => options with { Robot = false });
        await using var inMemory = await TestShop.Start(
            outside: options => options with { Robot = false }, storage: new StorageDouble());

        Assert.Equal(await CallsOfCheckout(emulated), await CallsOfCheckout(inMemory));
    }

    private static async Task<List<KeyValuePair<StorageCall, int>>> CallsOfCheckout(TestShop shop)
    {
        await shop.Sell("plain-bowl", "BOWL", units: 50);
        var calls = shop.Services.GetRequiredService<StorageCalls>();

        // The first order warms what every later one finds warm: tables, queues, catalog.
        await new Shopper(shop).Buy("BOWL", until: "Allocated");

        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var method = await shopper.Tokenise(Shopper.GoodCard);
        var before = calls.Snapshot();
        await shopper.PayWith(method);
        await shopper.Reach("Allocated");
        return [.. calls.Since(before).Where(call => Checkout.Contains(call.Key.Scope))
            .OrderBy(call => Array.IndexOf(Checkout, call.Key.Scope)).ThenBy(call => call.Key.ToString())];
    }

    [Fact]
    public async Task A_view_of_a_cart_costs_the_same_however_much_is_in_it()
    {
        await using var shop = await TestShop.Start(outside: options => options with { Robot = false });
        await shop.Sell("plain-bowl", "BOWL", units: 50);
        for (int at = 1; at < Cart.MaxLines; at++)
        {
            await shop.Staff(
                HttpMethod.Put, $"products/bowl-{at}", Products.Plain($"bowl-{at}", $"BOWL-{at}", 100_000));
        }

        await shop.Staff(HttpMethod.Put, $"publications/{Guid.NewGuid()}", new { });
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        int one = await CallsOf(shop, shopper.LookAtCart);

        for (int at = 1; at < Cart.MaxLines; at++)
        {
            string path = $"/api/carts/{shopper.Cart}/lines/BOWL-{at}";
            await shop.Until(
                async () => (await shop.Send(HttpMethod.Put, path, shopper.CartToken, new { quantity = 1 })).Status
                    == HttpStatusCode.OK, () => $"{path} is taken");
        }

        int lines = (await shopper.LookAtCart())["lines"]!.AsArray().Count;
        int all = await CallsOf(shop, shopper.LookAtCart);
        output.WriteLine($"One line: {one} calls; {lines} lines: {all} calls.");
        Assert.Equal((Cart.MaxLines, 1, 1), (lines, one, all));
    }

    private static async Task<int> CallsOf(TestShop shop, Func<Task> look)
    {
        var calls = shop.Services.GetRequiredService<StorageCalls>();
        await look();
        var before = calls.Snapshot();
        await look();
        return calls.Since(before).Where(call => call.Key.Scope == "GetCart").Sum(call => call.Value);
    }
}
