using System.Diagnostics;

namespace Serverless.Tests.Journeys;

/// <summary>The storage is away for a while under orders; the app stays, and all goes on when it is back.</summary>
public sealed class StorageAwayTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Category", "Full")]
    public async Task Orders_survive_the_storage_being_away_for_some_seconds() =>
        await Survive(
            [TimeSpan.FromSeconds(4)], new(5, 0, 2, 1, 0, ["BOWL", "MUG"], KillTests.Units, null),
            "--product plain-bowl --count 2", "--product plain-bowl --count 1 --country AU",
            "--product plain-bowl --count 1 --return credit", "--product plain-mug --count 1 --return fee");

    [Fact]
    [Trait("Category", "Full")]
    public async Task Twenty_orders_survive_the_storage_being_away_for_half_a_minute() =>
        await Survive([TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)], KillTests.Expected, KillTests.Wishes);

    private async Task Survive(TimeSpan[] away, Reckoning.Expected expected, params string[] wishes)
    {
        using var storage = new MortalAzurite();
        await using var shop = await MortalShop.Open(
            told: ("AzureWebJobsStorage", storage.Account.ConnectionString));
        await shop.Start();
        var goods = KillTests.Goods.Where(one => expected.Skus.Contains(one.Sku));
        await shop.Sell(KillTests.Units, [.. goods]);
        if (expected.Supplied is { } supplied) await shop.Supply(supplied);

        var watch = Stopwatch.StartNew();
        using var closing = new CancellationTokenSource();
        var shoppers = wishes.Select(wish => shop.Buy(wish)).ToList();
        var receiving = Receive(shop, closing.Token);
        foreach (var time in away)
        {
            await Task.Delay(TimeSpan.FromSeconds(3));
            await storage.GoAway(time);
        }

        foreach (var shopper in shoppers) output.WriteLine(await shopper.EndsWell());
        await closing.CancelAsync();
        var (received, refused, slowest) = await receiving;
        output.WriteLine(
            $"{received} receipts, {refused} times not taken, one in {slowest.TotalSeconds:F1} s: "
            + $"{watch.Elapsed.TotalSeconds:F1} s");
        // Whoever asks meanwhile waits for it, or is told to come again.
        Assert.True(refused > 0 || slowest > TimeSpan.FromSeconds(1), "The storage was never away.");

        var reckoning = new Reckoning(
            shop.Backroom, shop.Sandbox, expected with { Beside = received * MortalShop.UnitCost });
        await reckoning.AllIsDone();
        // What was answered with yes comes onto the shelf, once, however often it had to be said: some were only
        // accepted, and are tried again after a pause that grows to a minute.
        int seen = 0;
        await Until.Holds(
            async () => (seen = (await shop.Get("stock/LID"))["onHand"]!.GetValue<int>()) >= received,
            TimeSpan.FromMinutes(3), "all that was received");
        Assert.Equal(received, seen);
        await reckoning.EverythingAddsUp();
    }

    /// <summary>
    /// Somebody at the door takes lids in, one by one, and says each until the shop says yes. They are not for sale, so
    /// that none leaves again.
    /// </summary>
    private static async Task<(int Received, int Refused, TimeSpan Slowest)> Receive(
        MortalShop shop, CancellationToken stop)
    {
        var (received, refused, slowest) = (0, 0, TimeSpan.Zero);
        while (!stop.IsCancellationRequested)
        {
            var asked = Stopwatch.GetTimestamp();
            var lid = new { sku = "LID", location = "MNL", quantity = 1, unitCost = MortalShop.Cost };
            for (string path = $"receipts/{Guid.NewGuid()}"; !await shop.TryPut(path, lid); refused++)
                await Task.Delay(TimeSpan.FromMilliseconds(250), CancellationToken.None);
            received++;
            slowest = Stopwatch.GetElapsedTime(asked) is var took && took > slowest ? took : slowest;
            await Task.Delay(TimeSpan.FromMilliseconds(250), CancellationToken.None);
        }

        return (received, refused, slowest);
    }
}
