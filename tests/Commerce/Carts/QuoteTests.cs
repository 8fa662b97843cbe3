using System.Collections.Immutable;
using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class QuoteTests
{
    [Fact]
    public void What_is_fetched_in_a_store_costs_no_delivery()
    {
        var cart = Cart((Tote, 1)) with { Delivery = Home with { Method = Delivery.Pickup, Store = "BGC" } };
        var totals = Serverless.Commerce.Quote.Of(cart, Offers, Policy).OrThrow().Totals;
        Assert.Equal((Php(0), Php(125_000)), (totals.Shipping, totals.Total));
    }

    [Fact]
    public void A_line_costs_its_price_times_its_quantity()
    {
        var line = Quote((Hat, 3)).Lines.Single();
        Assert.Equal((Php(69_999), Php(209_997), 450), (line.UnitPrice, line.Total, line.WeightGrams));
    }

    [Fact]
    public void The_total_is_goods_and_delivery_and_the_tax_is_already_in_it()
    {
        var totals = Quote((Tote, 1), (Hat, 1)).Totals;
        Assert.Equal(new Totals(Php(194_999), Php(12_000), Php(0), Php(0), Php(22_178), Php(206_999)), totals);
    }

    [Theory]
    [InlineData(112_00, 12_00)]
    [InlineData(100_00, 10_71)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    public void The_value_added_tax_in_a_price_is_12_of_112_parts(long gross, long tax) =>
        Assert.Equal(Php(tax), Serverless.Commerce.Quote.TaxWithin(Php(gross), Policy.VatRate));

    [Theory]
    [InlineData("PHP", 299_999, 12_000)]
    [InlineData("PHP", 300_000, 0)]
    [InlineData("USD", 5_999, 300)]
    [InlineData("USD", 6_000, 0)]
    public void Standard_delivery_is_free_from_the_threshold_of_the_currency(
        string currency, long subtotal, long delivery)
    {
        var money = new Money(subtotal, Currency.Parse(currency));
        Assert.Equal(money with { Amount = delivery }, Priced(money, "standard").Totals.Shipping);
    }

    [Fact]
    public void Express_delivery_is_never_free() =>
        Assert.Equal(Php(25_000), Priced(Php(9_000_000), "express").Totals.Shipping);

    [Fact]
    public void Before_an_address_is_given_the_least_is_quoted_and_an_empty_cart_ships_for_nothing()
    {
        var cart = Cart((Hat, 1)) with { Delivery = null };
        var quote = Serverless.Commerce.Quote.Of(cart, Offers, Policy).OrThrow();
        Assert.Equal(Php(12_000), quote.Totals.Shipping);
        Assert.Equal(Php(0), Quote().Totals.Total);
    }

    [Fact]
    public void What_is_not_offered_in_the_currency_has_no_price() => Says.Refused(
        CartRefusals.NoPrice, Serverless.Commerce.Quote.Of(Cart(("GONE", 1)), Offers, Policy));

    [Fact]
    public void A_method_without_a_price_in_the_currency_cannot_be_chosen()
    {
        var onlyPesos = Policy with
        {
            DeliveryMethods =
            [
                new DeliveryMethod("standard", "Standard", [Php(100)], [Php(1_000)]) { Zone = "metro-manila" },
            ],
        };
        var cart = Cart(("X", 1)) with { Currency = Currency.Usd };
        Says.Refused(CartRefusals.NoPrice, Serverless.Commerce.Quote.Of(cart, OffersOf(Usd(50)), onlyPesos));
    }

    [Fact]
    public void Sums_hold_for_any_prices_and_quantities() =>
        Gen.Select(Gen.Long[1, 10_000_000], Gen.Int[1, 99], Gen.Bool).Sample((price, quantity, dollars) =>
        {
            var unit = new Money(price, dollars ? Currency.Usd : Currency.Php);
            var cart = Cart(("X", quantity)) with { Currency = unit.Currency };
            var totals = Serverless.Commerce.Quote.Of(cart, OffersOf(unit), Policy).OrThrow().Totals;
            Assert.Equal(unit * quantity, totals.Subtotal);
            Assert.Equal(totals.Total, totals.Subtotal + totals.Shipping);
            Assert.InRange(totals.Tax.Amount * 112.0 / 12 - totals.Total.Amount, -5, 5);
        });

    private static Quote Priced(Money unit, string method)
    {
        var cart = Cart(("X", 1)) with { Currency = unit.Currency, Delivery = Home with { Method = method } };
        return Serverless.Commerce.Quote.Of(cart, OffersOf(unit), Policy).OrThrow();
    }

    private static ImmutableDictionary<string, Offer> OffersOf(Money price) =>
        ImmutableDictionary<string, Offer>.Empty.Add("X", new("X", "x", "X", "", "x.svg", price, 100));
}
