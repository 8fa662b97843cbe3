using System.Collections.Immutable;
using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class SourcingTests
{
    private static readonly Address Manila = Home.Address;

    private static readonly Address Davao =
        Home.Address with { City = "Davao City", Province = "Davao del Sur", Postcode = "8000" };

    private static readonly ImmutableArray<Goods> Both = [new(Tote, 2), new(Hat, 1)];

    [Fact]
    public void The_preferred_location_that_has_everything_sends_it()
    {
        var shelves = Shelves((Tote, "MNL", 1), (Hat, "MNL", 5), (Tote, "CEB", 2), (Hat, "CEB", 1), (Tote, "BGC", 9));
        Assert.Equal(["CEB"], Places(SourcingRule.Priority, Manila, Both, shelves));
    }

    [Fact]
    public void The_nearest_location_that_has_everything_sends_it()
    {
        var shelves = Shelves((Tote, "MNL", 9), (Hat, "MNL", 9), (Tote, "CEB", 9), (Hat, "CEB", 9));
        Assert.Equal(["MNL"], Places(SourcingRule.Nearest, Manila, Both, shelves));
        Assert.Equal(["CEB"], Places(SourcingRule.Nearest, Davao, Both, shelves));
        Assert.Equal(["MNL"], Places(SourcingRule.Nearest, Davao, Both, shelves.With(Hat, "CEB", 0)));
    }

    [Fact]
    public void A_location_in_the_shopper_s_own_town_is_nearer_than_one_in_her_province()
    {
        var taguig = Manila with { City = "Taguig" };
        Assert.Equal("BGC", Sourcing.InOrder(Policy with { Sourcing = SourcingRule.Nearest }, taguig)[0].Code);
    }

    [Fact]
    public void An_order_that_no_location_has_whole_is_split_and_what_lies_together_stays_together()
    {
        var shelves = Shelves((Tote, "MNL", 1), (Hat, "MNL", 1), (Tote, "CEB", 2));
        Assert.Equal(["MNL: HAT-M 1", "CEB: TOTE-NAT 2"], Parcels(Both, shelves));
    }

    [Fact]
    public void One_SKU_may_come_from_several_locations()
    {
        var shelves = Shelves((Tote, "MNL", 1), (Tote, "CEB", 1));
        Assert.Equal(["MNL: TOTE-NAT 1", "CEB: TOTE-NAT 1"], Parcels([new(Tote, 2)], shelves));
    }

    [Theory]
    [InlineData(SourcingRule.Priority)]
    [InlineData(SourcingRule.Nearest)]
    public void Rules_that_do_not_split_refuse_what_no_location_has_whole(SourcingRule rule) => Says.Refused(
        StockRefusals.TooFew,
        Sourcing.Choose(
            Policy with { Sourcing = rule }, Manila, Both, Shelves((Tote, "MNL", 2), (Hat, "CEB", 1))));

    [Fact]
    public void What_is_not_there_waits_in_a_parcel_of_its_own_and_what_is_there_does_not_wait_for_it()
    {
        var shelves = Shelves((Tote, "MNL", 1), (Tote, "CEB", 1), (Hat, "CEB", 4)).With(Tote, new LateGoods(5, Now));
        var sources = Sourcing.Choose(Policy, Manila, [new(Tote, 3), new(Hat, 1)], shelves).OrThrow();
        Assert.Equal([("CEB", null), ("MNL", Now)], sources.Select(source => (source.Location, source.Promised)));
        Assert.Equal(new Goods(Tote, 3), Assert.Single(sources[1].Goods));
    }

    [Theory]
    [InlineData(SourcingRule.Priority)]
    [InlineData(SourcingRule.Nearest)]
    [InlineData(SourcingRule.Split)]
    public void Nobody_waits_for_what_is_there_or_for_more_than_may_be_promised(SourcingRule rule)
    {
        var policy = Policy with { Sourcing = rule };
        var shelves = Shelves((Tote, "CEB", 3)).With(Tote, new LateGoods(4, Now));
        Assert.Null(Sourcing.Choose(policy, Manila, [new(Tote, 3)], shelves).OrThrow()[0].Promised);
        Assert.Equal(Now, Sourcing.Choose(policy, Manila, [new(Tote, 4)], shelves).OrThrow()[0].Promised);
        Says.Refused(StockRefusals.TooFew, Sourcing.Choose(policy, Manila, [new(Tote, 5)], shelves));
    }

    [Fact]
    public void What_is_fetched_in_a_store_is_taken_from_that_store_alone()
    {
        var fetched = Policy.For(Home with { Method = Delivery.Pickup, Store = "BGC" });
        var shelves = Shelves((Tote, "MNL", 9), (Tote, "BGC", 1));
        Assert.Equal("BGC", Sourcing.Choose(fetched, Manila, [new(Tote, 1)], shelves).OrThrow()[0].Location);
        Says.Refused(StockRefusals.TooFew, Sourcing.Choose(fetched, Manila, [new(Tote, 2)], shelves));
    }

    [Fact]
    public void Everything_is_sourced_from_what_there_is_or_the_order_is_refused() => Days.Sample(day =>
    {
        var (rule, wanted, shelves) = day;
        var chosen = Sourcing.Choose(Policy with { Sourcing = rule }, Davao, wanted, shelves);
        if (chosen.IsRefused(out _, out var sources)) return;
        Assert.All(sources, source => Assert.All(source.Goods, goods => Assert.InRange(
            goods.Quantity, 1, shelves.Of(goods.Sku, source.Location))));
        Assert.Equal(sources.Length, sources.DistinctBy(source => source.Location).Count());
        Assert.All(wanted, goods => Assert.Equal(
            goods.Quantity,
            sources.SelectMany(source => source.Goods).Where(one => one.Sku == goods.Sku).Sum(one => one.Quantity)));
    });

    [Fact]
    public void No_other_choice_makes_fewer_parcels_and_nothing_that_can_be_had_is_refused() => Days.Sample(day =>
    {
        var (_, wanted, shelves) = day;
        var chosen = Sourcing.Choose(Policy with { Sourcing = SourcingRule.Split }, Manila, wanted, shelves);
        int fewest = Enumerable.Range(1, 7).Where(set => Suffices(set, wanted, shelves))
            .Select(set => int.PopCount(set)).DefaultIfEmpty(0).Min();
        Assert.Equal(fewest, chosen.IsRefused(out _, out var sources) ? 0 : sources.Length);
    });

    [Fact]
    public void The_same_shelves_make_the_same_parcels() => Days.Sample(day =>
    {
        var (rule, wanted, shelves) = day;
        var policy = Policy with { Sourcing = rule };
        var again = policy with { Locations = [.. policy.Locations.Reverse()] };
        Says.Same(
            Sourcing.Choose(policy, Davao, wanted, shelves), Sourcing.Choose(again, Davao, wanted, shelves));
    });

    private static readonly string[] Skus = [Tote, Hat, "BOWL"];

    private static readonly Gen<(SourcingRule, ImmutableArray<Goods>, Shelves)> Days = Gen.Select(
        Gen.Enum<SourcingRule>(), Gen.Int[1, 4].Array[3], Gen.Int[-1, 4].Array[9], Gen.Int[1, 3],
        (rule, wanted, lie, lines) => (
            rule,
            Enumerable.Range(0, lines).Select(at => new Goods(Skus[at], wanted[at])).ToImmutableArray(),
            Enumerable.Range(0, 9).Aggregate(Serverless.Commerce.Shelves.Empty, (shelves, at) => shelves.With(
                Skus[at / 3], Policy.Locations[at % 3].Code, lie[at]))));

    /// <summary>Whether the locations of a set, one bit each, have enough together.</summary>
    private static bool Suffices(int set, ImmutableArray<Goods> wanted, Shelves shelves) => wanted.All(goods =>
        Enumerable.Range(0, 3).Where(at => (set & (1 << at)) != 0)
            .Sum(at => shelves.Of(goods.Sku, Policy.Locations[at].Code)) >= goods.Quantity);

    private static Shelves Shelves(params (string Sku, string Location, int Available)[] lie) => lie.Aggregate(
        Serverless.Commerce.Shelves.Empty, (shelves, one) => shelves.With(one.Sku, one.Location, one.Available));

    private static IEnumerable<string> Places(
        SourcingRule rule, Address to, ImmutableArray<Goods> wanted, Shelves shelves) =>
        Sourcing.Choose(Policy with { Sourcing = rule }, to, wanted, shelves).OrThrow()
            .Select(source => source.Location);

    private static IEnumerable<string> Parcels(ImmutableArray<Goods> wanted, Shelves shelves) =>
        Sourcing.Choose(Policy, Manila, wanted, shelves).OrThrow().Select(source =>
            $"{source.Location}: {string.Join(", ", source.Goods.Select(goods => $"{goods.Sku} {goods.Quantity}"))}");
}
