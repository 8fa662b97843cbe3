using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Buying;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>What is true of a purchase order after any deliveries, in any order, however often they are told.</summary>
public sealed class PurchaseProperties
{
    private static readonly Gen<PurchaseReceipt> Deliveries = Gen.Select(
        Gen.Int[1, 6], Gen.Select(Gen.Bool.Select(tote => tote ? Tote : Hat), Gen.Int[-1, 30]).Array[1, 3],
        (receipt, lines) => Came($"r-{receipt}", lines));

    [Fact]
    public void Never_does_more_come_in_than_was_ordered_and_the_tolerance() => Deliveries.Array[1, 30].Sample(told =>
    {
        var end = told.Aggregate(Sent(), (order, receipt) => order.Receive(receipt).Value ?? order);
        Assert.All(end.Lines, line => Assert.InRange(end.Came(line.Sku), 0, line.Most(end.OverPercent)));
        Assert.Equal(end.Lines.All(line => end.Came(line.Sku) >= line.Quantity), end.Status == PurchaseStatus.Received);
        Assert.Equal(end.Receipts.Length, end.Receipts.DistinctBy(receipt => receipt.Id).Count());
    });

    [Fact]
    public void Deliveries_that_are_told_twice_change_nothing() => Deliveries.Array[1, 30].Sample(told =>
    {
        var once = told.Aggregate(Sent(), (order, receipt) => order.Receive(receipt).Value ?? order);
        var again = once.Receipts.Aggregate(once, (order, receipt) => order.Receive(receipt).OrThrow());
        Assert.Same(once, again);
    });

    [Fact]
    public void What_is_still_to_come_and_what_came_make_up_the_order_unless_it_is_over() =>
        Deliveries.Array[1, 30].Sample(told =>
        {
            var end = told.Aggregate(Sent(), (order, receipt) => order.Receive(receipt).Value ?? order);
            Assert.All(end.Lines, line => Assert.Equal(
                Math.Max(line.Quantity, end.Came(line.Sku)), end.Came(line.Sku) + end.Outstanding(line.Sku)));
        });
}
