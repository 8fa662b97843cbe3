using System.Collections.Immutable;
using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class ReversalTests
{
    [Fact]
    public void Goods_that_are_as_they_should_be_pay_back_their_price_with_the_tax_in_it()
    {
        var reversal = Sent(AtHome((Tote, 2)), [], Ask(Tote, 1));
        Assert.Equal((Php(125_000), Php(0), Php(0)), (reversal.Goods, reversal.Shipping, reversal.Fee));
        Assert.Equal((Php(125_000), Php(13_393)), (reversal.Total, reversal.Tax));
    }

    [Fact]
    public void A_restocking_fee_stays_with_the_shop_together_with_its_tax()
    {
        var reversal = Sent(AtHome((Tote, 2)), [Fee], Ask(Tote, 1));
        Assert.Equal((Php(18_750), Php(106_250)), (reversal.Fee, reversal.Total));
        Assert.Equal(Php(13_393 - 2_009), reversal.Tax);
    }

    [Fact]
    public void A_fee_never_applies_to_faulty_goods_and_their_delivery_is_paid_back()
    {
        var order = AtHome((Tote, 2));
        var reversal = Sent(order, [Fee], Ask(Tote, 2) with { Reason = ReturnReason.Damaged });
        Assert.Equal(order.Totals.Total, reversal.Total);
        Assert.Equal(order.Totals.Tax, reversal.Tax);
    }

    [Fact]
    public void Who_withdraws_gets_the_least_expensive_delivery_back_and_not_the_one_she_chose()
    {
        var order = AtHome((Tote, 1));
        var express = order.Totals with { Shipping = Php(260_000), Total = Php(385_000) };
        var abroad = order with
        {
            Totals = express,
            Delivery = Home with { Address = Home.Address with { Country = "DE" } },
        };
        Assert.Equal(Php(135_000), Sent(abroad, [], Ask(Tote, 1)).Shipping);
    }

    [Fact]
    public void A_label_that_the_shopper_pays_is_taken_off_and_never_more_than_there_is()
    {
        ReturnRule hers = new("hers", ReturnKind.Free) { WayBack = Payer.Shopper };
        Assert.Equal(Php(113_000), Sent(AtHome((Tote, 1)), [hers], Ask(Tote, 1)).Total);
        var dear = Policy.Returns with { Rules = [hers], LabelPrices = [Php(500_000)] };
        Assert.Equal(Php(0), Sent(AtHome((Tote, 1)), dear, Ask(Tote, 1)).Total);
        Assert.Equal(
            Php(125_000),
            Sent(AtHome((Tote, 1)), [hers], Ask(Tote, 1) with { Reason = ReturnReason.WrongItem }).Goods);
    }

    [Fact]
    public void What_the_border_took_is_paid_back_where_the_shop_is_at_fault_and_else_only_as_the_rules_say()
    {
        var order = AtHome((Tote, 1));
        var ddp = order with
        {
            Totals = order.Totals with { Import = Php(30_000), Total = order.Totals.Total + Php(30_000) },
            Delivery = Home with { Address = Home.Address with { Country = "JP" } },
        };
        Assert.Equal(Php(0), Sent(ddp, [], Ask(Tote, 1)).Import);
        Assert.Equal(Php(30_000), Sent(ddp, [new("kind", ReturnKind.Free) { ImportBack = true }], Ask(Tote, 1)).Import);
        Assert.Equal(Php(30_000), Sent(ddp, [], Ask(Tote, 1) with { Reason = ReturnReason.Damaged }).Import);
    }

    [Fact]
    public void Several_returns_take_back_exactly_what_one_full_return_takes_back() =>
        Orders.Sample((order, fee, reason, sizes) =>
        {
            ImmutableArray<ReturnRule> rules = fee == 0 ? [] : [Fee with { FeePercent = fee }];
            var whole = Sent(
                order, rules,
                [.. order.Lines.Select(line => Ask(line.Sku, line.Quantity) with { Reason = reason })]);
            var parts = InParts(order, rules, reason, sizes).Aggregate((sum, part) => sum.Plus(part));
            return parts == whole && whole.Total <= order.Totals.Total && whole.Total.Amount >= 0
                && whole.Goods == order.Totals.Subtotal && whole.Coupon == order.Totals.Coupon
                && whole.Points == order.Points;
        });

    [Fact]
    public void No_return_takes_back_less_than_nothing_or_more_tax_than_money() =>
        Orders.Sample((order, fee, reason, sizes) =>
        {
            ImmutableArray<ReturnRule> rules = fee == 0 ? [] : [Fee with { FeePercent = fee }];
            return InParts(order, rules, reason, sizes).All(part =>
                part.Coupon.Amount >= 0 && part.Coupon <= part.Goods
                && part.Fee <= part.Goods - part.Coupon - part.Discount && part.Total.Amount >= 0
                && part.GoodsTax <= part.Goods - part.Coupon - part.Discount && part.KeptTax <= part.Fee);
        });

    private static readonly ReturnRule Fee = new("fee", ReturnKind.RestockingFee) { FeePercent = 15 };

    private static readonly Gen<(Order, int, ReturnReason, int[])> Orders = Gen.Select(
        Gen.Select(
            Gen.Int[1, 9], Gen.Int[1, 9], Gen.Long[50, 1_000_000], Gen.Long[0, 50_000], Gen.Int[0, 50],
            Gen.OneOf(Gen.Const(0), Gen.Int[1, 100])).Select(Bought),
        Gen.Int[0, 100], Gen.Enum<ReturnReason>(), Gen.Int[1, 4].Array[20]);

    /// <summary>Some goods, of which a coupon took off a part of the totes and points paid for up to half.</summary>
    private static Order Bought(int totes, int hats, long each, long shipping, int percent, int coupon)
    {
        var order = AtHome((Tote, totes), (Hat, hats));
        var price = Php(each * totes + totes / 2);
        var off = price.Part(coupon, 100);
        var first = order.Lines[0] with { Total = price, Coupon = off.Amount == 0 ? null : off };
        var subtotal = first.Total + order.Lines[1].Total;
        var discount = (subtotal - off).Part(percent, 100);
        var total = subtotal - off + Php(shipping) - discount;
        return order with
        {
            Points = discount.Amount / 100,
            Lines = [first, order.Lines[1]],
            Totals = order.Totals with
            {
                Subtotal = subtotal,
                Coupon = off,
                Shipping = Php(shipping),
                Discount = discount,
                Tax = Serverless.Commerce.Quote.TaxWithin(total, Policy.VatRate),
                Total = total,
            },
        };
    }

    private static IEnumerable<Reversal> InParts(
        Order order, ImmutableArray<ReturnRule> rules, ReturnReason reason, int[] sizes)
    {
        int turn = 0;
        while (order.Lines.FirstOrDefault(line => order.Returnable(line.Sku) > 0) is { } line)
        {
            int units = Math.Min(sizes[turn % sizes.Length], order.Returnable(line.Sku));
            Id<Return> id = new($"return-{turn++}");
            var (back, taken) = Found(order, id, Policy.Returns with { Rules = rules },
                Ask(line.Sku, units) with { Reason = reason });
            order = taken;
            yield return back.Reversal!;
        }
    }

    private static Reversal Sent(Order order, ImmutableArray<ReturnRule> rules, params ReturnAsk[] asked) =>
        Sent(order, Policy.Returns with { Rules = rules }, asked);

    private static Reversal Sent(Order order, ReturnPolicy policy, params ReturnAsk[] asked) =>
        Found(order, ReturnId, policy, asked).Return.Reversal!;

    /// <summary>A return that came with a label and was found to be whole.</summary>
    private static (Return Return, Order Order) Found(
        Order order, Id<Return> id, ReturnPolicy policy, params ReturnAsk[] asked)
    {
        var taken = order.TakeBack(id, Wish(asked), policy, Now.AddDays(5)).OrThrow();
        var back = Return.Request(id, "run-1", taken, Wish(asked), policy, Now.AddDays(5)).OrThrow() with
        {
            Status = ReturnStatus.Received,
            Label = new("Ninja Van", "NVR1"),
        };
        ImmutableArray<Finding> whole =
            [.. asked.Select(ask => new Finding(ask.Sku, ask.Quantity, Disposition.Restock))];
        return (back.Inspect(whole, taken, Policy with { Returns = policy }).OrThrow(), taken);
    }
}
