using System.Collections.Immutable;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>A placed order is changed: what was sold stays so, what is added costs what it costs today.</summary>
public sealed class CorrectionTests
{
    private static readonly Id<Correction> Mine = new("6e0b3c1a-0000-4000-8000-00000000000c");
    internal static readonly Address InBaguio =
        new("Ana Cruz", "4 Session Rd", null, "Baguio", "Benguet", "2600", "PH", "+639171234567");

    private static readonly Address Sydney =
        new("Ana Cruz", "1 George St", null, "Sydney", "NSW", "2000", "AU", "+61298765432");

    private static readonly ImmutableDictionary<string, Offer> Dearer = Offers
        .SetItem(Tote, Offers[Tote] with { UnitPrice = Php(150_000), HsCode = "420222", Origin = "PH" })
        .SetItem(Hat, Offers[Hat] with { HsCode = "650400", Origin = "PH" });

    [Fact]
    public void What_is_added_costs_what_it_costs_today_and_what_was_sold_keeps_its_price()
    {
        var order = Placed((Tote, 2));
        var next = Reckoned(order, Adding((Tote, 1)));
        var line = Assert.Single(next.Lines);
        Assert.Equal((3, Php(125_000), Php(400_000)), (line.Quantity, line.UnitPrice, line.Total));
        Assert.Equal(Php(150_000), next.Totals.Subtotal - order.Totals.Subtotal);
        Assert.Equal(
            [125_000L, 125_000L, 150_000L],
            Enumerable.Range(0, 3).Select(unit => next.PaidFor(new(Tote, [unit]), 1).Amount));
    }

    [Fact]
    public void A_new_line_is_priced_as_of_today()
    {
        var next = Reckoned(Placed((Tote, 1)), Adding((Hat, 2)));
        Assert.Equal((2, 0, Php(139_998)), (next.Lines[1].Quantity, next.Lines[1].Bought, next.Lines[1].Total));
        Assert.Equal(300 + 400, next.Lines.Sum(line => line.WeightGrams));
    }

    [Fact]
    public void An_address_in_another_zone_reckons_delivery_anew_and_one_in_the_same_place_does_not()
    {
        var order = Placed((Hat, 1));
        var there = Policy.MethodsFor(InBaguio).First(one => one.Method == "standard");
        Assert.Equal(
            there.PriceFor(order.Totals.Reduced, 150), Reckoned(order, To(InBaguio)).Totals.Shipping);
        var sameDoor = Home.Address with { Line1 = "14 Mabini St" };
        var next = Reckoned(order, To(sameDoor));
        Assert.Equal((order.Totals, sameDoor), (next.Totals, next.Delivery.Address));
    }

    [Fact]
    public void What_the_shop_sends_for_nothing_in_place_of_other_goods_stays_free_of_delivery()
    {
        var paid = Placed((Hat, 1));
        var shipping = paid.Totals.Shipping;
        var order = paid with
        {
            Totals = paid.Totals with { Shipping = Php(0), Total = paid.Totals.Total - shipping },
        };
        Assert.NotEqual(Php(0), shipping);
        Assert.Equal(Php(0), Reckoned(order, To(InBaguio)).Totals.Shipping);
    }

    [Fact]
    public void Across_a_border_the_landed_cost_is_reckoned_and_home_tax_falls_away()
    {
        var sold = Placed((Tote, 2));
        var order = sold with { Lines = [sold.Lines[0] with { HsCode = "420222", Origin = "PH" }] };
        var border = new Border(Borders.Law("AU"), Borders.Exchange, Borders.Today);
        var next = order.Reckon(To(Sydney), new(Dearer, Policy, border, null)).OrThrow();
        Assert.Equal((Php(0), "AU"), (next.Totals.Tax, next.Landed!.Country));
        Assert.Equal(next.Totals.Total, next.Totals.Reduced + next.Totals.Shipping + next.Landed.Collected);
        var back = next.Reckon(To(Home.Address), Basis).OrThrow();
        Says.Same(order.Totals, back.Totals);
        Assert.Null(back.Landed);
    }

    [Fact]
    public void A_way_of_delivery_that_does_not_hold_there_is_refused_and_never_swapped()
    {
        var order = Placed((Hat, 1)) with { Delivery = Home with { Method = "express" } };
        var nowhere = Policy with
        {
            DeliveryMethods =
            [
                .. Policy.DeliveryMethods.Where(
                    one => one.Method == "standard" || one.Zone == Policy.ZoneOf(Home.Address)),
            ],
        };
        Says.Refused(DeliveryRefusals.NotOffered, order.Reckon(To(InBaguio), new(Dearer, nowhere, null, null)));
        Assert.Null(order.Reckon(
            To(InBaguio) with { Method = "standard" }, new(Dearer, nowhere, null, null)).Refusal);
    }

    [Fact]
    public void Goods_that_are_brought_do_not_become_goods_that_are_fetched()
    {
        var order = Placed((Hat, 1));
        Says.Refused(CorrectionRefusals.Fetched, order.Reckon(No with { Method = "pickup" }, Basis));
        var fetched = order with { Delivery = Home with { Method = "pickup", Store = "BGC" } };
        Says.Refused(CorrectionRefusals.Fetched, fetched.Reckon(No with { Method = "standard" }, Basis));
    }

    [Theory]
    [InlineData(ShipmentStatus.Picking)]
    [InlineData(ShipmentStatus.Packed)]
    [InlineData(ShipmentStatus.Shipped)]
    public void Once_picking_has_begun_nothing_is_changed_but_where_letters_go(ShipmentStatus status)
    {
        var order = InTwo(ShipmentStatus.Allocated, status) with { Payment = Promised, CapturedAt = null };
        Says.Refused(CorrectionRefusals.TooLate, Corrected(order, To(InBaguio), Php(1)));
        var letters = Corrected(order, No with { Email = "new@example.ph" }, null).OrThrow();
        Assert.Equal(
            ("new@example.ph", order.Status, order.Totals), (letters.Delivery.Email, letters.Status, letters.Totals));
    }

    [Fact]
    public void What_is_left_after_a_part_was_cancelled_keeps_its_sums_but_may_go_to_another_name()
    {
        CancelWish off = new(new("off-1"), CancelledBy.Shopper, CancelReason.ChangedMind, null, [new(Hat, 1)]);
        var order = Express((Hat, 2)).TakeOff(off, Policy, Now).OrThrow();
        Says.Refused(CorrectionRefusals.PartlyCancelled, order.Reckon(No with { Method = "standard" }, Basis));
        Says.Refused(CorrectionRefusals.PartlyCancelled, order.Reckon(No with { Added = [new(Hat, 1)] }, Basis));
        var called = Corrected(order, No with { Phone = new("+639179999999", null) }, null).OrThrow();
        Assert.Equal((order.Totals, order.Due), (called.Totals, called.Due));
    }

    [Fact]
    public void A_parcel_that_was_cancelled_keeps_nobody_from_changing_who_gets_the_other()
    {
        CorrectionWish called = No with { Phone = new("+639179999999", null) };
        var order = InTwo(ShipmentStatus.Allocated, ShipmentStatus.Cancelled) with
        {
            Payment = Promised,
            CapturedAt = null,
        };
        Assert.Equal("+639179999999", Corrected(order, called, null).OrThrow().Delivery.Address.Phone);
        var nothing = InTwo(ShipmentStatus.Cancelled, ShipmentStatus.Cancelled) with { Payment = Promised };
        Says.Refused(CorrectionRefusals.TooLate, Corrected(nothing, called, null));
    }

    [Fact]
    public void Nothing_comes_off_while_something_is_just_being_added()
    {
        var order = Express((Hat, 2)) with
        {
            Corrections = [new(new("correction-0"), Now, Home, Php(1), Php(1), [], IsKept: false)],
        };
        CancelWish off = new(new("off-1"), CancelledBy.Staff, CancelReason.Mistake, null, []);
        Says.Refused(CancelRefusals.BeingChanged, order.TakeOff(off, Policy, Now));
    }

    [Fact]
    public void It_is_taken_only_at_the_total_that_was_shown()
    {
        var order = Express((Hat, 1));
        var cheaper = No with { Method = "standard" };
        var total = Reckoned(order, cheaper).Totals.Total;
        Says.Refused(CartRefusals.PriceChanged, Corrected(order, cheaper, total + Php(1)));
        Says.Refused(CartRefusals.PriceChanged, Corrected(order, cheaper, null));
        Assert.Equal(total, Corrected(order, cheaper, total).OrThrow().Totals.Total);
    }

    [Fact]
    public void What_costs_less_keeps_the_promise_of_the_bank_and_what_costs_more_than_that_is_refused()
    {
        var order = Express((Hat, 1));
        var less = Take(order, No with { Method = "standard" });
        Assert.True(less.Due < order.Due);
        Assert.Equal(order.Due, less.Covered());
        var again = Take(less, No with { Method = "express" }, 1);
        Assert.Equal((order.Due, null), (again.Due, again.Promised));
        var more = Adding((Hat, 1));
        Says.Refused(CorrectionRefusals.NotCovered, Corrected(order, more, Reckoned(order, more).Totals.Total));
    }

    [Theory]
    [InlineData(PaymentStatus.Voided)]
    [InlineData(PaymentStatus.Captured)]
    public void Nothing_that_changes_what_it_costs_is_taken_where_the_promise_is_not_there_any_more(PaymentStatus gone)
    {
        var order = Express((Hat, 1)) with { Payment = Promised with { Status = gone } };
        var cheaper = No with { Method = "standard" };
        var refused = Corrected(order, cheaper, Reckoned(order, cheaper).Totals.Total);
        Says.Refused(
            gone == PaymentStatus.Voided ? CorrectionRefusals.NotCovered : CorrectionRefusals.Captured, refused);
        Assert.Null(Corrected(order, To(Home.Address with { Line1 = "14 Mabini St" }), null).Refusal);
    }

    [Fact]
    public void It_never_comes_to_less_than_credit_has_paid()
    {
        var express = Express((Hat, 1));
        var order = express with { Credit = express.Totals.Total - Php(4_000) };
        Says.Refused(CorrectionRefusals.BelowCredit, order.Reckon(No with { Method = "standard" }, Basis));
    }

    [Fact]
    public void Saying_it_twice_changes_nothing_and_two_at_once_lose_nothing()
    {
        var order = Express((Hat, 1));
        var phone = No with { Phone = new("+639179999999", null) };
        var once = Take(order, phone);
        Assert.Same(once, once.Correct(Mine, phone, Basis, null, [], Now).OrThrow());
        var both = Take(once, No with { Email = "new@example.ph" }, 1);
        Assert.Equal(("+639179999999", "new@example.ph"), (both.Delivery.Address.Phone, both.Delivery.Email));
        Assert.Equal(
            [Home.Email, Home.Email], both.Corrections!.Value.Select(one => one.Was.Email));
        Assert.Equal([Home.Email, "new@example.ph"], both.Corrections!.Value.Select(one => both.After(one).Email));
    }

    [Fact]
    public void Units_that_come_on_top_go_into_the_parcel_from_there_or_into_one_of_their_own()
    {
        var order = Express((Hat, 1)) with { Promised = Php(10_000_000) };
        var wish = Adding((Hat, 3), (Tote, 1));
        ImmutableArray<Source> sources = [new("MNL", [new(Hat, 2)]), new("CEB", [new(Hat, 1), new(Tote, 1)])];
        var next = order.Correct(Mine, wish, Basis, Reckoned(order, wish).Totals.Total, sources, Now).OrThrow();
        Says.Same(
            new[] { ("MNL", Hat, 3), ("CEB", Hat, 1), ("CEB", Tote, 1) },
            [.. next.Shipments.SelectMany(one => one.Lines.Select(line => (one.Location, line.Sku, line.Quantity)))]);
        Assert.Equal(OrderStatus.Placed, next.Status);
        Assert.False(next.Find(Mine)!.IsKept);
        Assert.True(next.KeepAdded(Mine).OrThrow().Find(Mine)!.IsKept);
    }

    internal static readonly CorrectionWish No = new(null, null, null, null, null, []);
    internal static readonly CorrectionBasis Basis = new(Dearer, Policy, null, null);

    internal static CorrectionWish To(Address address) => No with { Address = address };

    internal static CorrectionWish Adding(params (string Sku, int Quantity)[] lines) =>
        No with { Added = [.. lines.Select(line => new CartLine(line.Sku, line.Quantity))] };

    internal static Order Placed(params (string Sku, int Quantity)[] lines)
    {
        var opened = Opened(lines);
        return opened.HoldStock(AllFrom("MNL", opened)).OrThrow().Authorise(Promised).OrThrow().Place(Now).OrThrow();
    }

    internal static Order Express(params (string Sku, int Quantity)[] lines)
    {
        var order = Placed(lines) with { Payment = null };
        var dearer = order.Reckon(No with { Method = "express" }, Basis).OrThrow();
        return dearer with { Payment = Promised, Promised = null };
    }

    internal static Order Reckoned(Order order, CorrectionWish wish) => order.Reckon(wish, Basis).OrThrow();

    private static Result<Order> Corrected(Order order, CorrectionWish wish, Money? shown, int at = 0) => order.Correct(
        at == 0 ? Mine : new($"correction-{at}"), wish, Basis, shown, [], Now);

    private static Order Take(Order order, CorrectionWish wish, int at = 0) =>
        Corrected(order, wish, Reckoned(order, wish).Totals.Total, at).OrThrow();
}
