using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class LotsTests
{
    [Fact]
    public void A_cost_that_divides_evenly_makes_one_lot() =>
        Assert.Equal([new Lot("back-1", 4, Php(25), Now)], Lots.Splitting("back", 4, Php(100), Now));

    [Fact]
    public void A_cost_that_does_not_divide_makes_two_lots_one_minor_unit_apart() => Assert.Equal(
        [new Lot("back-1", 2, Php(33), Now), new Lot("back-2", 1, Php(34), Now)],
        Lots.Splitting("back", 3, Php(100), Now));

    [Fact]
    public void No_centavo_and_no_unit_is_lost_in_the_split() =>
        Gen.Select(Gen.Int[1, 5_000], Gen.Long[0, 10_000_000_000]).Sample((quantity, cost) =>
        {
            var lots = Lots.Splitting("back", quantity, Php(cost), Now).ToList();
            return lots.Sum(lot => lot.Quantity) == quantity
                && lots.Sum(lot => lot.Quantity * lot.UnitCost.Amount) == cost
                && lots.All(lot => lot.Quantity > 0)
                && lots.Select(lot => lot.Id).Distinct().Count() == lots.Count;
        });
}
