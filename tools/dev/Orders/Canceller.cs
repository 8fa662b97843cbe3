namespace Serverless.Dev;

/// <summary>Thinks better of an order that was just placed: cancels it, and follows that to its end.</summary>
internal sealed class Canceller(
    ShopClient client, Shopping place, Purchase purchase, string token, CancellationToken stop)
{
    public const string GoodEnd = "cancelled: nothing charged";

    // By then the order is placed, or never will be.
    private static readonly string[] Placed =
    [
        "Placed", "Backordered", "Allocated", "Picking", "Packed", "ReadyForPickup", "PartiallyShipped", "Shipped",
        "OutForDelivery", "Delivered", "Failed", "Expired",
    ];

    private string id = Guid.NewGuid().ToString("D");

    /// <param name="follow">Follows the order until it stands at one of these.</param>
    public async Task CallOff(Func<string, IReadOnlyCollection<string>, Task<Order>> follow)
    {
        var order = await follow(token, Placed);
        if (order.Status is "Failed" or "Expired")
        {
            bool declined = order.Reason?.Code == "payment.declined";
            purchase.End(declined ? "Declined" : order.Status, order.Reason?.Message ?? "");
            return;
        }

        await Ask();
        var done = await new Follower(client, purchase, stop).To<Cancelled>(
            $"orders/{purchase.Order}/cancellations/{id}", token, place.Pace,
            cancelled => Task.FromResult(cancelled.Status == "Done"));
        purchase.Note($"{done.NotCharged} is not charged");
        order = await follow(token, ["Cancelled"]);
        bool free = order is { Status: "Cancelled", Payment.Status: "Voided" };
        purchase.End(free ? GoodEnd : $"{order.Status}, payment {order.Payment?.Status}", $"{done.Reason}");
    }

    private async Task Ask()
    {
        try
        {
            purchase.Note("she cancels it");
            await client.Tell($"orders/{purchase.Order}/cancellations/{id}", new { }, token);
        }
        catch (RefusedException busy) when (busy.Code == "cancellation.being_picked" && place.StaffKey is not null)
        {
            purchase.Note("the warehouse was faster, so she asks the shop, and staff cancel it");
            // What was refused stays refused under its id.
            id = Guid.NewGuid().ToString("D");
            await client.Tell($"staff/orders/{purchase.Order}/cancellations/{id}", new { reason = "ChangedMind" },
                place.StaffKey);
        }
    }

    private sealed record Cancelled(string Status, string? Reason, Money? NotCharged);
}
