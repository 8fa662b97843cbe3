using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;

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
        var since = calls.Since(before).Where(call => Checkout.Contains(call.Key.Scope))
            .OrderBy(call => Array.IndexOf(Checkout, call.Key.Scope)).ThenBy(call => call.Key.ToString()).ToList();

        foreach (var (call, count) in since) output.WriteLine($"{count,3}  {call.Scope,-18}{call}");
        output.WriteLine($"{since.Sum(call => call.Value),3}  in all");
        Assert.InRange(since.Sum(call => call.Value), 1, Most);
    }
}
