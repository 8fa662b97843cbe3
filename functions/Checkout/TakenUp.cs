using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>A checkout that nobody runs any more, begun again where its order stands.</summary>
public static class TakenUp
{
    /// <summary>What it begins with: one that was not placed is taken back, one that was goes on.</summary>
    public static CheckoutStart Of(Order order, ShopPolicy policy) =>
        new(order.Id, order.Cart, "", order.Totals.Total, PolicyVersion.Of(policy))
        {
            Points = order.Points,
            Coupon = order.Coupon,
            Credit = order is { Credit: { } credit, Customer: { } customer } ? new(customer, credit) : null,
            Restored = new(
                order.Run, order.PlacedAt is not null,
                [.. order.Shipments.Where(one => !one.IsOver)
                    .Select(one => new RestoredShipment(one.Id, one.Status))]),
        };
}
