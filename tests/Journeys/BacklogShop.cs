using System.Diagnostics;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>A shop whose consumers were away while it sold, and then find all of it at once.</summary>
public sealed class BacklogShop : IAsyncDisposable
{
    public const string Sku = "BOWL";

    private const int Home = 3;
    private const int Abroad = 2;
    private const int Units = 40;
    private static readonly string[] Queues = [CrmNews.Queue, StockNews.Queue, ClearanceFunctions.Queue];

    // For one shop and all its messages, on a machine that has much else to do.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestStill = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan BetweenReports = TimeSpan.FromSeconds(10);

    private readonly MortalShop shop;
    private readonly Action<string> say;
    private readonly List<Terminal> shoppers = [];

    private BacklogShop(MortalShop shop, Action<string> say) => (this.shop, this.say) = (shop, say);

    public Backroom Backroom => shop.Backroom;

    /// <summary>Sells at home and abroad, and ends when the rest is up to those who do not listen.</summary>
    /// <param name="say">Is told how far it has come.</param>
    public static async Task<BacklogShop> Open(Action<string> say)
    {
        // What a killed process had taken comes back, and what failed is tried again, while the test looks on.
        var shop = await MortalShop.Open(
            told:
            [
                ("Runtime:QueueLease", "00:00:05"),
                ("AzureFunctionsJobHost:extensions:queues:visibilityTimeout", "00:00:03"),
            ]);
        var opened = new BacklogShop(shop, say);
        await opened.Sell();
        return opened;
    }

    /// <summary>
    /// Lets those listen who were away, kills the app so often over it, and waits for the end. The poison stands before
    /// all others: when these have been heard, it has to be there still.
    /// </summary>
    public async Task Hear(int kills)
    {
        var random = new Random(20261112);
        int all = await Left();
        var watch = Stopwatch.StartNew();
        await shop.Start();
        for (int kill = 1; kill <= kills; kill++)
        {
            // One in each of equal parts, somewhere in its middle: so some messages are before each, and some behind.
            int part = all / (kills + 1);
            await HeardDownTo(all - (part * kill) + random.Next(-part / 3, part / 3), all, watch);
            await Task.Delay(random.Next(100, 400));
            await shop.Kill();
            int left = await Left();
            say($"Killed with {left} left, after {watch.Elapsed.TotalSeconds:F0} s ({kill} of {kills}).");
            Assert.True(left > 1, "Nothing but the poison was left when the app was killed.");
            await shop.Start();
        }

        await HeardDownTo(1, all, watch);
        var heard = watch.Elapsed;
        Assert.True(
            (await Backroom.Poison.List()).Count == 0,
            "The poison was given up before it was seen that all who stood behind it were heard.");
        say($"All but the poison are heard, and it is still being tried: {all} messages, {kills} kills, "
            + $"{heard.TotalSeconds:F1} s, {all / heard.TotalSeconds:F0} a second.");
        foreach (var shopper in shoppers) await shopper.EndsWell();
        await Serverless.Tests.Until.Holds(AreKnown, Patience, "all orders are known to those who bought");
        await Backroom.Drained(Patience);
    }

    /// <summary>Parcels that customs have.</summary>
    public async Task<IEnumerable<Id<Shipment>>> WithCustoms() =>
        (await Backroom.All<Order>("orders.in-transit")).SelectMany(order => order.Shipments)
        .Select(shipment => shipment.Id);

    /// <summary>How many messages the consumers have before them.</summary>
    public async Task<int> Left() => (await Task.WhenAll(Queues.Select(Backroom.Waiting))).Sum();

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    /// <summary>Waits until no more than so many messages are left, and says at times how many there are.</summary>
    private async Task HeardDownTo(int mark, int all, Stopwatch watch)
    {
        int least = int.MaxValue;
        var (still, silent) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        while (await Left() is var left && left > mark)
        {
            if (left < least) (least, still) = (left, Stopwatch.StartNew());
            if (silent.Elapsed > BetweenReports)
            {
                say($"{left} of {all} messages left after {watch.Elapsed.TotalSeconds:F0} s.");
                silent.Restart();
            }

            if (still.Elapsed > LongestStill || watch.Elapsed > Patience)
            {
                Assert.Fail(
                    $"After {watch.Elapsed.TotalSeconds:F0} s, the last {still.Elapsed.TotalSeconds:F0} s without any "
                    + $"progress, messages still wait: {string.Join(", ", await Backroom.Waiting())}");
            }

            // To count them is work for the emulator, too.
            await Task.Delay(250);
        }
    }

    private async Task Sell()
    {
        await shop.Start("HearCrmNews", "HearCustomsNews");
        await shop.Sell(Units, ("plain-bowl", Sku, 100_000, "460219"));
        await shop.Supply([.. Backlog.Supplied]);
        // Their parcels are with customs for as long as nobody listens.
        int patience = 2 * (int)Patience.TotalSeconds;
        shoppers.Add(shop.Buy($"--count {Home}", patience));
        shoppers.Add(shop.Buy($"--count {Abroad} --country AU", patience));
        await Serverless.Tests.Until.Holds(IsSold, Patience, "all is sold, and customs have something to say");
        await shop.Kill();
    }

    private async Task<bool> IsSold() =>
        (await Backroom.All<Order>("orders.delivered")).Count == Home
        && (await Backroom.Waiting()).GetValueOrDefault(ClearanceFunctions.Queue) >= Abroad;

    private async Task<bool> AreKnown()
    {
        var orders = await Backroom.All<Order>("orders.delivered");
        var bought = orders.Where(order => order.Payment is not null).ToList();
        var known = await Task.WhenAll(bought.Select(order => Backroom.IsKnown(order, 0)));
        return bought.Count == Home + Abroad && known.All(one => one);
    }
}
