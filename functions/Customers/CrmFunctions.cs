using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Brings a customer's account up to what has happened to her orders, however that is told.</summary>
/// <remarks>
/// A message is only a reason to look: what is done follows from the order and its returns as they are, each part under
/// a cause of its own. So messages may come twice, late and in any order.
/// </remarks>
public sealed class CrmFunctions(
    TableStore store, Points points, Baskets baskets, PointsMail mail, TextSeal seal, IMessages messages,
    Policies policies, TimeProvider clock)
{
    private const int PageSize = 100;

    [Function("HearCrmNews")]
    public async Task Hear([QueueTrigger(CrmNews.Queue)] CrmNews news, CancellationToken stop)
    {
        var order = (await store.Find(news.Order, stop))?.Record
            ?? throw new InvalidOperationException($"The order {news.Order} is not there.");
        if (order.Customer is not { } id) return;
        if (news.What == CrmEvent.Placed) await Introduce(id, order, stop);
        else if (!await IsKnown(id, news, stop)) await BringUp(id, order, news, stop);
    }

    /// <summary>Points that have come to their end, told one account at a time.</summary>
    [Function("ExpirePoints")]
    public async Task FindDue([TimerTrigger("0 10 * * * *")] TimerInfo timer, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        string? cursor = null;
        do
        {
            var page = await store.List<StoredValue>(CustomerKinds.Expiring, PageSize, cursor, stop);
            foreach (var value in page.Items.Select(stored => stored.Record))
            {
                if (value.NextExpiry is not { } at || at > now) return;
                await messages.Send(PointsDue.Queue, new PointsDue(value.Id, at), stop);
            }

            cursor = page.Cursor;
        } while (cursor is not null);
    }

    [Function("HearPointsDue")]
    public Task Expire([QueueTrigger(PointsDue.Queue)] PointsDue due, CancellationToken stop) =>
        points.Expire(due.Account, due.At, stop);

    private async Task Introduce(Id<Customer> id, Order order, CancellationToken stop)
    {
        var (delivery, now) = (order.Delivery, clock.GetUtcNow());
        if (delivery.Email == Register.Forgotten) return;
        var address = delivery.Address;
        var profile = seal.Seal(
            id.Value,
            new Profile(delivery.Email, address.Name, address.Phone) { PhoneExtension = address.PhoneExtension });
        var introduced = await store.Put(
            id, $"{order.Id}-placed", known => Customer.Known(known, id, now).Introduce(profile, order.OpenedAt), stop);
        await baskets.Count(introduced.OrThrow(), order, stop);
    }

    // The last thing that is written when an order is brought up; a return is known by its own cause alone.
    private async Task<bool> IsKnown(Id<Customer> id, CrmNews news, CancellationToken stop)
    {
        if (news.Return is not null) return false;
        var customer = (await store.Find(id, stop))?.Record;
        var purchase = customer?.Purchases.FirstOrDefault(purchase => purchase.Order == news.Order);
        return purchase?.Version >= news.Version;
    }

    private async Task BringUp(Id<Customer> id, Order order, CrmNews news, CancellationToken stop)
    {
        foreach (var shipment in order.Shipments.Where(shipment => shipment.IsOver))
        {
            // What paid for units that were cancelled is back already.
            if (shipment.Status == ShipmentStatus.Cancelled) continue;
            if (shipment.DeliveredAt is { } at) await Earn(id, order, shipment, at, stop);
            else await Restore(id, order, shipment.Id.Value, order.ShareOf(shipment, order.Points), stop);
        }

        var settled = await Settled(order, news.Return, stop);
        foreach (var back in settled) await TakeBack(id, order, back, stop);
        await Buy(id, order, settled, stop);
    }

    private async Task Earn(
        Id<Customer> id, Order order, Shipment shipment, DateTimeOffset at, CancellationToken stop)
    {
        var policy = await policies.Of(order.PolicyVersion, stop);
        long earned = order.ShareOf(shipment, order.Earns(policy.Points));
        if (await points.Earn(id, shipment, earned, at, order.Delivery.Address, stop) > 0)
            await mail.Tell(id, shipment, earned, stop);
    }

    private Task Restore(Id<Customer> id, Order order, string what, long spent, CancellationToken stop) =>
        points.Restore(id, what, spent, order.Delivery.Address, stop);

    private async Task TakeBack(Id<Customer> id, Order order, Return back, CancellationToken stop)
    {
        var policy = await policies.Of(order.PolicyVersion, stop);
        long earned = order.ShareOf(back, order.Earns(policy.Points));
        await points.Reverse(id, back, earned, order.DeliveredAt!.Value, order.Delivery.Address, stop);
        await Restore(id, order, back.Id.Value, order.ShareOf(back, order.Points), stop);
    }

    private async Task Buy(Id<Customer> id, Order order, List<Return> settled, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var policy = await policies.Of(order.PolicyVersion, stop);
        var purchase = new Purchase(
            order.Id, order.LeftOf(settled, policy.Points), order.DeliveredAt ?? order.OpenedAt,
            CrmNews.VersionOf(order, settled.Count));
        var bought = await store.Put(
            id, $"{order.Id}-{purchase.Version}", known => Customer.Known(known, id, now).Buy(purchase, now), stop);
        bought.OrThrow();
    }

    /// <summary>The returns for which the shopper has her due; the one we were told of must be among them.</summary>
    private async Task<List<Return>> Settled(Order order, Id<Return>? told, CancellationToken stop)
    {
        var found = await Task.WhenAll(order.TakenBack.Select(taken => store.Find(taken.Return, stop)));
        return
        [
            .. found.OfType<Stored<Return>>().Select(stored => stored.Record)
                .Where(back => back.Status == ReturnStatus.Closed || back.Id == told),
        ];
    }
}
