using System.Diagnostics;
using System.Net;

namespace Serverless.Tests.Journeys;

/// <summary>More shoppers than units: exactly as many orders as units, whoever is quick.</summary>
public sealed class OversellTests(ITestOutputHelper output)
{
    private const int Shoppers = 500;
    private const int Units = 100;

    [Fact]
    public async Task Five_hundred_shoppers_and_a_hundred_units_make_a_hundred_orders()
    {
        await using var shop = await TestShop.Start(
            movedClock: false, outside: options => options with { Robot = false });
        await shop.Sell("plain-lamp", "LAMP", Units);

        var watch = Stopwatch.StartNew();
        using var door = new SemaphoreSlim(100);
        var ends = await Task.WhenAll(Enumerable.Range(0, Shoppers).Select(async _ =>
        {
            await door.WaitAsync();
            try
            {
                return await Buy(shop);
            }
            finally
            {
                door.Release();
            }
        }));
        output.WriteLine($"{Shoppers} shoppers, {Units} units: {watch.Elapsed.TotalSeconds:F1} s");

        Assert.Equal(Units, ends.Count(placed => placed));
        var stock = await shop.Staff(HttpMethod.Get, "stock/LAMP");
        Assert.Equal(Units, stock["allocated"]!.GetValue<int>());
        Assert.Equal(0, stock["held"]!.GetValue<int>());
        Assert.Equal(0, stock["available"]!.GetValue<int>());
    }

    /// <summary>Tries until she has it, or until nothing is held for anybody any more.</summary>
    private static async Task<bool> Buy(TestShop shop)
    {
        var shopper = new Shopper(shop);
        await shopper.Fill("LAMP");
        while (true)
        {
            var (status, answer) = await shopper.Pay();
            if (status == HttpStatusCode.Accepted)
            {
                var order = await shopper.Reach("Allocated", "Failed");
                if (order["status"]!.GetValue<string>() == "Allocated") return true;
                answer = order["reason"];
            }

            Assert.Equal("stock.too_few", answer!["code"]!.GetValue<string>());
            if (await IsOver(shop)) return false;
            await Task.Delay(Random.Shared.Next(200, 800));
        }
    }

    private static async Task<bool> IsOver(TestShop shop)
    {
        var stock = await shop.Staff(HttpMethod.Get, "stock/LAMP");
        return stock["held"]!.GetValue<int>() == 0 && stock["available"]!.GetValue<int>() == 0;
    }
}
