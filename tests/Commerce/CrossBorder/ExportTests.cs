using System.Collections.Immutable;
using System.Text.Json;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>A cart that goes abroad, and the order that it becomes (XB02).</summary>
public sealed class ExportTests
{
    private static readonly ImmutableDictionary<string, Offer> Sold = Offers
        .SetItem(Tote, Offers[Tote] with { HsCode = "460219", Origin = "PH" })
        .SetItem(Hat, Offers[Hat] with { HsCode = "650400", Origin = "PH" });

    [Fact]
    public void The_shopper_pays_goods_delivery_and_what_the_border_asks_but_no_home_tax()
    {
        var quote = Export("DE", (Tote, 1)).OrThrow();

        // PHP 1,250 and 1,350 at 64 are EUR 19.53 and 21.09: EUR 3 flat, 19 % of 43.62 is 8.29; 11.29 are PHP 722.56.
        Assert.Equal("EUR 11.29", $"{quote.Landed!.Total}");
        Assert.Equal(
            new Totals(Php(125_000), Php(135_000), Php(72_256), Php(0), Php(0), Php(332_256)), quote.Totals);
    }

    [Fact]
    public void Under_Dap_the_receiver_pays_the_border_and_the_shop_collects_nothing()
    {
        var quote = Export("DE", DeliveryTerms.Dap, (Tote, 1)).OrThrow();
        Assert.Equal("EUR 11.29", $"{quote.Landed!.Total}");
        Assert.Equal((Php(0), Php(0), Php(260_000)), (quote.Totals.Import, quote.Totals.Tax, quote.Totals.Total));
    }

    [Fact]
    public void Delivery_at_home_knows_no_border()
    {
        var quote = Serverless.Commerce.Quote.Of(Cart((Tote, 1)), Sold, Policy).OrThrow();
        Assert.Null(quote.Landed);
        Assert.Equal(Php(0), quote.Totals.Import);
        Assert.True(quote.Totals.Tax.Amount > 0);
    }

    [Fact]
    public void What_points_paid_is_not_declared()
    {
        var cart = Abroad("DE", DeliveryTerms.Ddp, (Tote, 1), (Hat, 1)) with { Points = new(new("ana"), 500) };
        var quote = Serverless.Commerce.Quote.Of(cart, Sold, Policy, BorderOf("DE")).OrThrow();
        var paid = quote.Totals.Subtotal - quote.Totals.Discount + quote.Totals.Shipping;

        Assert.True(quote.Totals.Discount.Amount > 0);
        Assert.InRange(
            quote.Landed!.Lines.Sum(line => line.CustomsValue.Amount) - Borders.Exchange
                .Convert(paid, Currency.Parse("EUR")).OrThrow().Amount, -2, 2);
    }

    [Fact]
    public void Abroad_nothing_is_priced_without_the_law_and_the_rates() => Says.Refused(
        CustomsRefusals.NoRules,
        Serverless.Commerce.Quote.Of(Abroad("DE", DeliveryTerms.Ddp, (Tote, 1)), Sold, Policy));

    [Fact]
    public void What_is_prohibited_there_cannot_be_bought_for_there()
    {
        var wild = Sold.SetItem(Tote, Sold[Tote] with { Traits = [GoodsTrait.UntreatedPlantMaterial] });
        var cart = Abroad("AU", DeliveryTerms.Ddp, (Tote, 1));
        var refusal = Serverless.Commerce.Quote.Of(cart, wild, Policy, BorderOf("AU")).Refusal!;
        Assert.Equal(CustomsRefusals.Prohibited.Code, refusal.Code);
        Assert.Contains(Tote, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Documents_that_are_needed_are_named() => Assert.Contains(
        Export("AU", (Tote, 1)).OrThrow().Screened,
        one => one is { Sku: Tote, Outcome: ScreenOutcome.Needs, Document: not null });

    [Fact]
    public void The_order_keeps_what_was_shown_for_good()
    {
        var cart = Abroad("US", DeliveryTerms.Ddp, (Tote, 2), (Hat, 1));
        var quote = Export("US", (Tote, 2), (Hat, 1)).OrThrow();
        var order = Serverless.Commerce.Order
            .Open(OrderId, "run-1", cart, quote, quote.Totals.Total, Borders.Today).OrThrow();
        var kept = JsonSerializer.Deserialize<Order>(JsonSerializer.Serialize(order))!;

        Says.Same(quote.Landed, kept.Landed);
        Assert.Equal(("us-2026-10-01", Borders.Exchange.Id), (kept.Landed!.Rules, kept.Landed.Sheet));
        Assert.Equal(["PH", "PH"], kept.Lines.Select(line => line.Origin));
    }

    [Fact]
    public void What_is_collected_for_the_border_is_owed_and_no_sale()
    {
        var quote = Export("DE", (Tote, 1)).OrThrow();
        var cart = Abroad("DE", DeliveryTerms.Ddp, (Tote, 1));
        var order = Serverless.Commerce.Order
            .Open(OrderId, "run-1", cart, quote, quote.Totals.Total, Borders.Today).OrThrow();
        var sale = Postings.Sale(order, Policy, Borders.Today);

        Assert.Equal(
            [
                JournalLine.OnDebit(Accounts.CardClearing, Php(332_256)),
                JournalLine.OnCredit(Accounts.Sales, Php(125_000)),
                JournalLine.OnCredit(Accounts.ShippingIncome, Php(135_000)),
                JournalLine.OnCredit(Accounts.ImportPayable, Php(72_256)),
            ],
            sale.Lines);
    }

    [Fact]
    public void What_comes_back_from_the_border_is_owed_to_customs_no_longer()
    {
        var quote = Export("DE", (Tote, 1)).OrThrow();
        var order = AtHome((Tote, 1)) with
        {
            Lines = quote.Lines,
            Totals = quote.Totals,
            Landed = quote.Landed,
        };
        var shipment = order.Shipments[0].Id;
        var back = order.DueBack(shipment);
        Assert.Equal(quote.Totals.Total, back);

        Assert.Equal(
            [
                JournalLine.OnDebit(Accounts.SalesReturns, Php(260_000)),
                JournalLine.OnDebit(Accounts.ImportPayable, Php(72_256)),
                JournalLine.OnCredit(Accounts.CardClearing, Php(332_256)),
            ],
            Postings.Refund(
                "r", Now, order, new("r", back, Paid: true), Php(0),
                new(order.ImportIn(shipment), Crossed: false)).Lines);
    }

    [Fact]
    public void Each_zone_has_its_own_delivery_prices()
    {
        string[] prices = ["PHP 120.00", "PHP 950.00", "PHP 1,350.00", "PHP 950.00", "PHP 1,350.00"];
        Assert.Equal(prices, Policy.Countries.Select(country =>
            $"{Policy.MethodsFor(country.Code).First().PriceFor(Php(1), 100)}"));
        Assert.Empty(Policy.MethodsFor("FR"));
    }

    private static Result<Quote> Export(string country, params (string Sku, int Quantity)[] lines) =>
        Export(country, DeliveryTerms.Ddp, lines);

    private static Result<Quote> Export(
        string country, DeliveryTerms terms, params (string Sku, int Quantity)[] lines) =>
        Serverless.Commerce.Quote.Of(Abroad(country, terms, lines), Sold, Policy, BorderOf(country));

    private static Border BorderOf(string country) => new(Borders.Law(country), Borders.Exchange, Borders.Today);

    private static Cart Abroad(string country, DeliveryTerms terms, params (string Sku, int Quantity)[] lines) =>
        Cart(lines) with
        {
            Delivery = Home with { Address = Home.Address with { Country = country }, Terms = terms },
        };
}
