using System.Collections.Immutable;
using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class DeliveryMethodTests
{
    private static readonly DeliveryMethod ByWeight = new("standard", "Standard", [], [])
    {
        Zone = "luzon",
        Pricing = DeliveryPricing.ByWeight,
        Steps = [new(1_000, [Php(150)]), new(3_000, [Php(190)]), new(10_000, [Php(320)])],
    };

    private static readonly DeliveryMethod Couriers = new("express", "Express", [Usd(800)], [])
    {
        Zone = "luzon",
        Pricing = DeliveryPricing.Courier,
    };

    private static readonly CourierQuote Quoted = new(Php(205), 700, Now.AddMinutes(30));

    [Fact]
    public void A_way_of_delivery_that_the_carrier_does_not_book_is_not_offered()
    {
        var policy = Policy.Offering([DeliveryMethod.Standard]);
        Assert.All(policy.Countries, country => Assert.All(
            policy.MethodsFor(country.Code), method => Assert.Equal("standard", method.Method)));
        Assert.Equal(Policy.DeliveryMethods, Policy.Offering(["standard", "express"]).DeliveryMethods);
    }

    [Theory]
    [InlineData(1, 150L)]
    [InlineData(1_000, 150L)]
    [InlineData(1_001, 190L)]
    [InlineData(10_000, 320L)]
    [InlineData(10_001, null)]
    public void What_is_heavier_costs_more_and_too_heavy_has_no_price(int grams, long? price)
    {
        Assert.Equal(price, ByWeight.PriceFor(Php(1_000), grams)?.Amount);
        Assert.Equal(price is null, ByWeight.IsTooHeavy(grams));
    }

    [Fact]
    public void A_heavier_parcel_never_costs_less() =>
        Gen.Select(Gen.Int[1, 12_000], Gen.Int[1, 12_000]).Sample((one, other) =>
        {
            var (light, heavy) = (Math.Min(one, other), Math.Max(one, other));
            var dear = ByWeight.PriceFor(Php(1), heavy);
            if (dear is not null) Assert.True(ByWeight.PriceFor(Php(1), light) <= dear);
        });

    [Fact]
    public void The_price_is_that_of_the_first_step_that_takes_the_weight() =>
        Gen.Int[1, 5_000].Array[1, 8].Select(Gen.Int[1, 20_000]).Sample((gaps, grams) =>
        {
            int limit = 0;
            ImmutableArray<WeightStep> steps =
                [.. gaps.Select((gap, at) => new WeightStep(limit += gap, [Php(100 + at)]))];
            var expected = steps.Where(step => step.UpToGrams >= grams).Select(step => (Money?)step.Prices[0]).Min();
            Assert.Equal(expected, (ByWeight with { Steps = steps }).PriceFor(Php(1), grams));
        });

    [Fact]
    public void Free_is_free_whatever_it_weighs_and_whoever_says_the_price()
    {
        ImmutableArray<Money> from = [Php(5_000)];
        Assert.Equal(Php(0), (ByWeight with { FreeFrom = from }).PriceFor(Php(5_000), 99_000));
        Assert.Equal(Php(0), (Couriers with { FreeFrom = from }).PriceFor(Php(5_000), 700));
        Assert.Null((Couriers with { FreeFrom = from }).PriceFor(Php(4_999), 700));
    }

    [Fact]
    public void The_couriers_price_is_for_the_goods_that_it_was_asked_for()
    {
        Assert.Equal(Php(205), Couriers.PriceFor(Php(1_000), 700, Quoted));
        Assert.Null(Couriers.PriceFor(Php(1_000), 701, Quoted));
        Assert.Null(Couriers.PriceFor(Php(1_000), 700));
        Assert.Equal(Usd(800), Couriers.PriceFor(Usd(1_000), 700));
        Assert.True(Couriers.NeedsQuote(Currency.Php));
        Assert.False(Couriers.NeedsQuote(Currency.Usd));
    }

    [Fact]
    public void A_cart_keeps_the_couriers_price_for_as_long_as_it_goes_the_same_way()
    {
        var cart = Cart((Tote, 1)).Keep(Quoted, Now).OrThrow();
        Assert.Equal(Quoted, cart.DeliverTo(Home, new("customer-1"), Policy, Now).OrThrow().Courier);
        var faster = cart.DeliverTo(Home with { Method = "express" }, new("customer-1"), Policy, Now).OrThrow();
        Assert.Null(faster.Courier);
        Assert.False(cart.EnterCheckout(OrderId, Now.AddMinutes(29)).IsRefused(out _, out var frozen));
        Says.Refused(DeliveryRefusals.QuoteOver, cart.EnterCheckout(OrderId, Now.AddMinutes(30)));
        // What was frozen in time is sold at it, however long the bank takes.
        Assert.Equal(frozen, frozen.EnterCheckout(OrderId, Now.AddHours(1)).OrThrow());
    }

    [Fact]
    public void Each_reason_why_goods_do_not_go_so_is_told_apart()
    {
        var policy = Policy with { DeliveryMethods = [ByWeight, Couriers] };
        Delivery to = Home with { Address = Home.Address with { Province = "Rizal" } };
        var cart = Cart((Tote, 1)) with { Delivery = to };
        Assert.Equal(Php(150), Priced(cart).OrThrow().Totals.Shipping);
        Says.Refused(DeliveryRefusals.TooHeavy, Priced(cart with { Lines = [new(Tote, 40)] }));
        Says.Refused(DeliveryRefusals.NoQuote, Priced(cart with { Delivery = to with { Method = "express" } }));
        Says.Refused(DeliveryRefusals.NotOffered, Priced(cart with { Delivery = to with { Method = "balloon" } }));
        var quoted = cart with
        {
            Delivery = to with { Method = "express" },
            Courier = new(Php(777), 400, Now),
        };
        Assert.Equal(Php(777), Priced(quoted).OrThrow().Totals.Shipping);

        Result<Quote> Priced(Cart one) => Serverless.Commerce.Quote.Of(one, Offers, policy);
    }
}
