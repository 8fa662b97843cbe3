using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>
/// Paid, changed, cancelled, picked, captured, refused by the bank, paid again, delivered, sent back, given back by
/// hand, in any order: money in is what was captured less what was refunded, and so say the books; stock is the sum of
/// what moved.
/// </summary>
public sealed class OrderMoneyProperties(ITestOutputHelper output)
{
    private static readonly Gen<Order> Orders = Gen.Select(
        Gen.Int[1, 4], Gen.Int[0, 3], Gen.Int[0, 3], Gen.Int[0, 300], Gen.Int[0, 4], Gen.Bool,
        (totes, hats, coupon, points, credit, inTwo) => Bought(totes, hats, coupon, points, credit, inTwo));

    // How often each kind is tried: parcels are worked on more often than all is cancelled, so that stories get far.
    private static readonly int[] Weights = [4, 1, 3, 24, 8, 1, 6, 6, 5, 1, 4, 1];

    private static readonly int[] Kinds = [.. Weights.SelectMany((weight, kind) => Enumerable.Repeat(kind, weight))];

    private static readonly Gen<Happening[]> Stories = Gen.Select(
        Gen.Int[0, Kinds.Length - 1], Gen.Int[0, 3], Gen.Int[1, 3],
        (at, which, many) => new Happening(Kinds[at], which, many)).Array[0, 60];

    [Fact]
    public void Whatever_happens_to_an_order_money_books_and_shelf_say_the_same()
    {
        int[] happened = new int[OrderWorld.Kinds];
        Gen.Select(Orders, Stories).Sample((order, story) =>
        {
            var world = new OrderWorld(order);
            world.Check();
            foreach (var step in story)
                if (world.Do(step)) Interlocked.Increment(ref happened[step.What]);
        }, iter: 3_000);

        // A story in which nothing is ever allowed would prove nothing.
        output.WriteLine(string.Join(' ', happened));
        Assert.All(happened[..^1], times => Assert.True(times > 100, string.Join(' ', happened)));
    }

    private static Order Bought(int totes, int hats, int coupon, int points, int credit, bool inTwo)
    {
        var order = CancellationProperties.Bought(totes, hats, coupon, points, credit);
        var parcels = totes == 1 || !inTwo
            ? AllFrom("MNL", order)
            :
            [
                new("MNL", [new(Tote, 1)]),
                new("CEB", [new(Tote, totes - 1), .. hats == 0 ? [] : new[] { new Goods(Hat, hats) }]),
            ];
        var started = order with { Status = OrderStatus.Started, Shipments = [], Payment = null, PlacedAt = null };
        return started.HoldStock(parcels).OrThrow().Authorise(Promised).OrThrow().Place(Now).OrThrow();
    }
}
