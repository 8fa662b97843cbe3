using System.Collections.Concurrent;
using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>
/// Picks, packs, receives and inspects like the people in a warehouse, through the staff API. It decides nothing that
/// is a person's to decide: it approves no return.
/// </summary>
internal sealed class WarehouseRobot : IAsyncDisposable
{
    private const int HandsAtOnce = 8;
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);
    // The shop takes a moment from hearing it to taking it off the list; then it may have been lost, and is said again.
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> said = [];
    private readonly ConcurrentDictionary<string, int> done = [];
    private readonly CancellationTokenSource stopping = new();
    private readonly Shelf<RobotSwitch> shelf;
    private readonly StaffApi shop;
    private readonly Parcels parcels;
    private readonly SandboxClock clock;
    private readonly SandboxLog log;
    private readonly bool onAtFirst;
    private Task working = Task.CompletedTask;
    private bool away;

    public WarehouseRobot(SandboxFile file, Parcels parcels, SandboxClock clock, SandboxLog log, SandboxOptions options)
    {
        (this.parcels, this.clock, this.log) = (parcels, clock, log);
        shelf = new(file, "robot");
        shop = new(options);
        onAtFirst = options.Robot && options.StaffKey.Length > 0;
    }

    public bool IsOn => shelf.Find("warehouse")?.On ?? onAtFirst;

    /// <summary>How often it did what.</summary>
    public IReadOnlyDictionary<string, int> Done => done;

    public void Switch(bool on) => shelf.Put("warehouse", new(on));

    public void Start() => working = Work(stopping.Token);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await working;
        stopping.Dispose();
        shop.Dispose();
    }

    private async Task Work(CancellationToken stop)
    {
        var wait = Busy;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(wait, clock, stop);
                bool busy = IsOn && await Round(stop) > 0;
                wait = busy ? Busy : Shorter(wait * 2, Idle);
                Notice(isAway: false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (
                fault is HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                wait = Idle;
                Notice(isAway: true);
            }
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private void Notice(bool isAway)
    {
        if (isAway != away)
            log.Say(isAway ? "robot: the shop is away; waiting for it" : "robot: the shop is there");
        away = isAway;
    }

    /// <summary>Walks once through the warehouse; answers how much there was to do.</summary>
    private async Task<int> Round(CancellationToken stop)
    {
        int work = await Each("orders", "to-pick", "picked", (order, end) => Of(order, "Allocated", Pick, end), stop);
        work += await Each("orders", "to-pack", "packed", (order, end) => Of(order, "Picking", Pack, end), stop);
        work += await Each("returns", "in-transit", "received", Receive, stop);
        return work + await Each("returns", "to-inspect", "inspected", Inspect, stop);
    }

    private async Task<int> Each(
        string kind, string list, string participle, Func<ListItem, CancellationToken, Task<bool>> act,
        CancellationToken stop)
    {
        var hands = new ParallelOptions { MaxDegreeOfParallelism = HandsAtOnce, CancellationToken = stop };
        var now = clock.GetUtcNow();
        foreach (var (what, at) in said.Where(one => now - one.Value >= Trust))
            said.TryRemove(new(what, at));
        var items = (await shop.List(kind, list, stop)).Where(item => !said.ContainsKey($"{participle} {item.Id}"));
        int work = 0;
        await Parallel.ForEachAsync(items, hands, async (item, token) =>
        {
            if (!await act(item, token))
                return;
            said[$"{participle} {item.Id}"] = now;
            done.AddOrUpdate(participle, 1, (_, count) => count + 1);
            Interlocked.Increment(ref work);
            log.Say($"robot: {participle} {item.Id}");
        });
        return work;
    }

    /// <summary>Each parcel of an order that waits for this; whether there was one.</summary>
    private static async Task<bool> Of(
        ListItem order, string status, Func<ListShipment, CancellationToken, Task<bool>> act, CancellationToken stop)
    {
        bool any = false;
        foreach (var shipment in (order.Shipments ?? []).Where(shipment => shipment.Status == status))
            any |= await act(shipment, stop);
        return any;
    }

    private Task<bool> Pick(ListShipment shipment, CancellationToken stop) =>
        shop.Done($"shipments/{shipment.Id}/picking", new { }, stop);

    /// <summary>The scales: a box of 200 g, and what is in it.</summary>
    private Task<bool> Pack(ListShipment shipment, CancellationToken stop)
    {
        int goods = shipment.Lines.Sum(line => line.Quantity * (line.WeightGrams ?? 300));
        return shop.Done($"shipments/{shipment.Id}/packing", new { weightGrams = 200 + goods }, stop);
    }

    /// <summary>Only what the carrier has really brought.</summary>
    private async Task<bool> Receive(ListItem item, CancellationToken stop) =>
        parcels.All.Any(parcel => parcel.IsReturn && parcel.Reference == item.Id && parcel.IsDelivered)
        && await shop.Done($"returns/{item.Id}/receipt", new { }, stop);

    private async Task<bool> Inspect(ListItem item, CancellationToken stop)
    {
        if (await shop.Return(item.Id, stop) is not { } found)
            return false;
        var lines = found.Lines.Select(line => new
        {
            sku = line.Sku,
            quantity = line.Quantity,
            disposition = line.Reason == "Damaged" ? "Damaged" : "Restock",
        });
        return await shop.Done($"returns/{item.Id}/inspection", new { lines }, stop);
    }
}

/// <summary>Whether the robot is at work.</summary>
internal sealed record RobotSwitch(bool On);
