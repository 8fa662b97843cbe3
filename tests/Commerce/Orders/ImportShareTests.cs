using System.Collections.Immutable;
using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>What was collected for a border comes back with the parcels that do not cross it (RET10).</summary>
public sealed class ImportShareTests
{
    [Fact]
    public void A_parcel_that_comes_back_pays_back_what_its_own_goods_were_charged()
    {
        // A tote was charged three times what a hat was; the fee of 5,000 goes along.
        var order = InParcels(2, 1, 45_000, [1, 0], tote: 120, hat: 20);
        var (hatless, rest) = (order.Shipments[0].Id, order.Shipments[1].Id);

        Assert.Equal(Php(19_286), order.ImportIn(hatless));
        Assert.Equal(Php(45_000 - 19_286), order.ImportIn(rest));
        Assert.Equal(Php(125_000 + 19_286), order.DueBack(hatless));
    }

    [Fact]
    public void The_shares_of_all_parcels_are_the_whole_to_the_last_centavo_in_whatever_order_they_come_back() =>
        Splits.Sample((order, turns) =>
        {
            var import = order.Shipments.Aggregate(Php(0), (sum, parcel) => sum + order.ImportIn(parcel.Id));
            var back = turns.Where(at => at < order.Shipments.Length).Aggregate(order, (now, at) =>
                now.ReserveRefund(
                    OrderShipments.BackOf(now.Shipments[at].Id), now.DueBack(now.Shipments[at].Id)).OrThrow());
            return import == order.Totals.Import && back.Refunded() == order.Totals.Total
                && order.Shipments.All(parcel => order.ImportIn(parcel.Id).Amount >= 0);
        });

    [Fact]
    public void A_parcel_and_a_return_of_the_other_together_pay_back_no_more_than_was_collected() =>
        Splits.Sample((order, _) =>
        {
            var shares = new UnitShares(order, Policy);
            var terms = new ReturnTerms(
                "fault", ReturnKind.Free, Now, 0, Payer.Shop, ShippingBack.Whole, ImportBack: true);
            var returned = order.Shipments.Skip(1).SelectMany(parcel => parcel.Lines.SelectMany(line =>
                order.UnitsIn(parcel, line.Sku).Select(unit => shares.Of(line.Sku, unit, terms).Import)));
            return returned.Aggregate(order.ImportIn(order.Shipments[0].Id), (sum, share) => sum + share)
                == order.Totals.Import;
        });

    private static readonly Gen<(Order, int[])> Splits = Gen.Select(
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Long[0, 500_000], Gen.Int[0, 9].Array[2],
            Gen.Int[0, 5_000], Gen.Int[0, 5_000]).Select((totes, hats, import, first, tote, hat) =>
                InParcels(totes, hats, import, [Math.Min(first[0], totes), Math.Min(first[1], hats)], tote, hat)),
        Gen.Shuffle(new[] { 0, 1 }));

    /// <summary>An order abroad, of which some totes and hats are in a first parcel and the rest in a second.</summary>
    private static Order InParcels(int totes, int hats, long import, int[] first, int tote, int hat)
    {
        var order = AtHome((Tote, totes), (Hat, hats));
        var sources = new[] { Of("MNL", first[0], first[1]), Of("CEB", totes - first[0], hats - first[1]) }
            .Where(source => !source.Goods.IsEmpty);
        return AtHome(order, [.. sources]) with
        {
            Totals = order.Totals with { Import = Php(import), Total = order.Totals.Total + Php(import) },
            Landed = tote + hat == 0 ? null : Landed(tote, hat),
        };
    }

    private static Source Of(string location, int totes, int hats) => new(
        location,
        [.. new[] { new Goods(Tote, totes), new Goods(Hat, hats) }.Where(goods => goods.Quantity > 0)]);

    private static LandedCost Landed(int tote, int hat)
    {
        var currency = Currency.Parse("EUR");
        Money Euro(long amount) => new(amount, currency);
        ImmutableArray<LandedLine> lines =
        [
            new(Tote, "460219", "PH", Euro(2_000), Euro(tote / 3), Euro(tote - tote / 3), ""),
            new(Hat, "650400", "PH", Euro(1_000), Euro(hat), Euro(0), ""),
        ];
        return new(
            "DE", "de-1", "law", DeliveryTerms.Ddp, new("sheet"), lines, [],
            Euro(0), Euro(0), Euro(0), Euro(0), Php(0));
    }
}
