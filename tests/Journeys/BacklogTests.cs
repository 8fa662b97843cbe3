using System.Diagnostics;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>Consumers that come back to full queues, and die over them, come to the same as without.</summary>
public sealed class BacklogTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Full")]
    public Task Consumers_killed_over_a_backlog_come_to_the_same_end_and_one_poison_message_delays_nobody() =>
        ComeToTheSame(messages: 600, kills: 4);

    [Fact]
    [Trait("Category", "Full")]
    public Task Consumers_killed_over_ten_thousand_messages_come_to_the_same_end() =>
        ComeToTheSame(messages: 10_000, kills: 10);

    private async Task ComeToTheSame(int messages, int kills)
    {
        var watch = Stopwatch.StartNew();
        var backlog = new Backlog(messages);
        // One after the other: it is not to be measured how much the emulator can take.
        var end = await Hear(backlog, kills: 0);
        var other = await Hear(backlog, kills);
        var differences = end.Differences("without kills", other, "with kills").ToList();
        Assert.True(differences.Count == 0, string.Join('\n', differences));
        output.WriteLine($"The same end in {end.Lines.Count} facts, after {watch.Elapsed.TotalSeconds:F0} s.");
    }

    private async Task<BacklogEnd> Hear(Backlog backlog, int kills)
    {
        var watch = Stopwatch.StartNew();
        await using var shop = await BacklogShop.Open(output.WriteLine);
        output.WriteLine($"Sold in {watch.Elapsed.TotalSeconds:F1} s.");
        watch.Restart();
        await backlog.Fill(shop.Backroom, await shop.WithCustoms());
        int all = await shop.Left();
        output.WriteLine($"{all} messages put on their queues in {watch.Elapsed.TotalSeconds:F1} s.");
        Assert.True(all >= backlog.Size);
        await shop.Hear(kills);
        var end = await BacklogEnd.Of(shop.Backroom);
        await IsWhatItShouldBe(backlog, shop, end);
        return end;
    }

    /// <summary>Two that did nothing would be the same, too.</summary>
    private static async Task IsWhatItShouldBe(Backlog backlog, BacklogShop shop, BacklogEnd end)
    {
        // Who is killed after laying it aside and before taking it off its queue lays it aside again.
        var poison = Assert.Single((await shop.Backroom.Poison.List()).DistinctBy(one => one.Body));
        Assert.Contains(Backlog.Lost.Value, poison.Body, StringComparison.Ordinal);
        Assert.Contains(end.Lines, line => line.StartsWith("parcel Released, ", StringComparison.Ordinal));
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
