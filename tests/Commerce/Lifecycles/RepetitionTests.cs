using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>The sixth law for records with a life; stock, which has none, has its own test.</summary>
public sealed class RepetitionTests
{
    [Fact]
    public void Saying_it_twice_changes_nothing_on_a_cart() => Twice(Rules.OfCart, Cart((Tote, 1)));

    [Fact]
    public void Saying_it_twice_changes_nothing_on_an_order() => Twice(Rules.OfOrder, Opened((Tote, 2), (Hat, 1)));

    [Fact]
    public void Saying_it_twice_changes_nothing_on_a_placed_order() =>
        Twice(Rules.OfOrder, In(OrderStatus.Placed));

    [Fact]
    public void Saying_it_twice_changes_nothing_on_a_delivered_order() =>
        Twice(Rules.OfOrder, In(OrderStatus.Delivered));

    [Fact]
    public void Saying_it_twice_changes_nothing_on_a_shipment() =>
        Twice(Rules.OfShipment, Rules.Shipment(ShipmentStatus.Held));

    [Fact]
    public void Saying_it_twice_changes_nothing_on_a_return() =>
        Twice(Rules.OfReturn, Rules.Return(ReturnStatus.Requested));

    [Fact]
    public void Saying_it_twice_changes_nothing_on_a_clearance() =>
        Twice(Rules.OfClearance, Rules.Clearance(ClearanceStatus.Held));

    [Fact]
    public void Saying_it_twice_changes_nothing_on_a_purchase_order() => Twice(Rules.OfPurchase, Buying.Proposal());

    private static void Twice<T>(Rule<T>[] rules, T start) where T : class =>
        Gen.Int[0, rules.Length - 1].Select(at => rules[at]).Array[1, 60].Sample(said =>
        {
            var record = start;
            foreach (var rule in said)
            {
                record = rule.On(record);
                Says.Same(record, rule.On(record));
            }
        });
}
