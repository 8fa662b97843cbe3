using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Buying;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class ReorderPointTests
{
    private static readonly Id<Demand> Id = Demand.Of(StockId);
    private static readonly DateOnly Today = new(2026, 3, 31);
    private static readonly SupplierItem Single = new(Tote, Php(40_000), 1);

    [Fact]
    public void It_is_time_to_order_when_what_is_left_would_not_outlast_the_lead_time_and_the_reserve()
    {
        // Two a day: 20 for the ten days of waiting, 14 in reserve, 60 to last a month.
        var point = ReorderPoint.Of((60, 30), leadDays: 10, safety: 0, Buys);
        Assert.Equal(new(34, 94), point);
        Assert.Equal(0, point.Quantity(35, Single, Php(0)));
        Assert.Equal(60, point.Quantity(34, Single, Php(0)));
        Assert.Equal(99, point.Quantity(-5, Single, Php(0)));
    }

    [Fact]
    public void A_reserve_that_was_set_by_hand_counts_where_it_is_larger()
    {
        Assert.Equal(20 + 50, ReorderPoint.Of((60, 30), 10, safety: 50, Buys).Level);
        Assert.Equal(20 + 14, ReorderPoint.Of((60, 30), 10, safety: 5, Buys).Level);
    }

    [Fact]
    public void What_nobody_buys_is_not_ordered_again() =>
        Assert.Equal(0, ReorderPoint.Of((0, 30), 10, 0, Buys).Quantity(0, Single, Php(1_000_000)));

    [Theory]
    [InlineData(6, 0, 60)]
    [InlineData(7, 0, 63)]
    [InlineData(1, 2_500_000, 63)]
    [InlineData(100, 0, 100)]
    public void A_quantity_is_of_whole_packs_and_worth_the_suppliers_minimum(int pack, long minimum, int quantity) =>
        Assert.Equal(
            quantity, ReorderPoint.Of((60, 30), 10, 0, Buys).Quantity(34, Single with { Pack = pack }, Php(minimum)));

    [Fact]
    public void Whatever_is_ordered_is_enough_and_no_pack_too_many() => Gen.Select(
        Gen.Int[0, 5_000], Gen.Int[1, 90], Gen.Int[1, 60], Gen.Int[1, 50], Gen.Int[-50, 3_000]).Sample(
        (units, days, lead, pack, position) =>
        {
            var point = ReorderPoint.Of((units, days), lead, 0, Buys);
            int quantity = point.Quantity(position, Single with { Pack = pack }, Php(0));
            Assert.Equal(0, quantity % pack);
            if (quantity == 0) return position > point.Level || position >= point.Target;
            return position <= point.Level && position + quantity >= point.Target
                && position + quantity - pack < point.Target;
        });

    [Fact]
    public void Demand_is_counted_by_day_in_whatever_order_it_is_heard_of()
    {
        var demand = Counted(null, (Today, 2), (Today.AddDays(-3), 1), (Today, 4));
        Assert.Equal((6, 1, 0), (demand.On(Today), demand.On(Today.AddDays(-3)), demand.On(Today.AddDays(-1))));
        Assert.Equal(Today.AddDays(-3), demand.Since);
    }

    [Fact]
    public void What_left_more_than_90_days_ago_is_dropped_and_forgotten()
    {
        var demand = Counted(null, (Today.AddDays(-90), 5), (Today.AddDays(-89), 7));
        Assert.Equal((0, 7), (demand.On(Today.AddDays(-90)), demand.On(Today.AddDays(-89))));
        var later = Demand.Count(demand, Id, Today.AddDays(1), 1, Today.AddDays(1)).OrThrow();
        Assert.Equal(Today.AddDays(1), Assert.Single(later.Days).Day);
        Assert.Same(later, Demand.Count(later, Id, Today, 0, Today.AddDays(1)).OrThrow());
    }

    [Fact]
    public void Demand_is_averaged_over_the_last_days_or_over_those_since_the_first_sale()
    {
        Assert.Equal((3, 7), Counted(null, (Today, 3)).Lately(Today, Buys));
        Assert.Equal((5, 20), Counted(null, (Today, 3), (Today.AddDays(-19), 2)).Lately(Today, Buys));
        Assert.Equal((3, 30), Counted(null, (Today, 3), (Today.AddDays(-30), 2)).Lately(Today, Buys));
    }

    [Fact]
    public void A_SKU_is_noted_on_one_proposal_however_many_are_made_at_once()
    {
        var first = Demand.Propose(null, Id, null, new("po-1"), Today).OrThrow();
        Assert.Same(first, Demand.Propose(first, Id, null, new("po-2"), Today).OrThrow());
        var next = Demand.Propose(first, Id, new("po-1"), new("po-2"), Today).OrThrow();
        Assert.Equal(new("po-2"), next.Proposal);
    }

    private static Demand Counted(Demand? demand, params (DateOnly Day, int Units)[] days)
    {
        foreach (var (day, units) in days) demand = Demand.Count(demand, Id, day, units, Today).OrThrow();
        return demand!;
    }
}
