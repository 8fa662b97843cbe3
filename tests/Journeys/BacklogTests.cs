using System.Diagnostics;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>Consumers that come back to full queues, and die over them, come to the same as without.</summary>
public sealed class BacklogTests(ITestOutputHelper output)
{
    private const int Messages = 600;
    private const int Kills = 4;

    [Fact]
    public async Task Consumers_killed_over_a_backlog_come_to_the_same_end_and_one_poison_message_delays_nobody()
    {
        var watch = Stopwatch.StartNew();
        var shops = await Task.WhenAll(BacklogShop.Open(), BacklogShop.Open());
        await using var calm = shops[0];
        await using var killed = shops[1];
        var backlog = new Backlog(Messages);
        output.WriteLine($"Sold: {watch.Elapsed.TotalSeconds:F1} s");
        await Hear(calm, backlog, 0);
        await Hear(killed, backlog, Kills);
        string end = await calm.EndState();
        Assert.Equal(end, await killed.EndState());
        await IsWhatItShouldBe(backlog, calm, end);
    }

    private async Task Hear(BacklogShop shop, Backlog backlog, int kills)
    {
        var watch = Stopwatch.StartNew();
        await backlog.Fill(shop.Backroom, await shop.WithCustoms());
        Assert.True(await shop.Left() >= Messages);
        var filled = watch.Elapsed;
        await shop.Hear(kills);
        output.WriteLine(
            $"{Messages} messages put on their queues in {filled.TotalSeconds:F1} s, "
            + $"heard with {kills} kills in {(watch.Elapsed - filled).TotalSeconds:F1} s");
    }

    /// <summary>Two that did nothing would be the same, too.</summary>
    private static async Task IsWhatItShouldBe(Backlog backlog, BacklogShop shop, string end)
    {
        var poison = Assert.Single(await shop.Backroom.Poison.List());
        Assert.Contains(Backlog.Lost.Value, poison.Body, StringComparison.Ordinal);
        Assert.Contains("\"Released, ", end, StringComparison.Ordinal);
        foreach (string sku in Backlog.Skus)
        {
            var demand = (await shop.Backroom.Store.Find(Demand.Of(Stock.At(sku, Backlog.Place))))!.Record;
            Assert.Equal((sku, backlog.Sold), (sku, demand.Days.Sum(day => day.Units)));
        }

        var proposed = await shop.Backroom.All<PurchaseOrder>("purchase-orders.proposed");
        Assert.Equal(
            Backlog.Low.Order(), proposed.SelectMany(order => order.Lines).Select(line => line.Sku).Order());
        foreach (var customer in Enumerable.Range(0, Backlog.Customers).Select(Histories.Customer))
        {
            var orders = await shop.Backroom.All<Order>($"orders.of.{customer}");
            var returns = await shop.Backroom.All<Return>($"returns.of.{customer}");
            var points = (await shop.Backroom.Store.Find(StoredValue.PointsOf(customer)))!.Record;
            Assert.Equal(orders.Sum(order => Reckoning.Earned(order, returns)), points.Balance);
        }
    }
}
