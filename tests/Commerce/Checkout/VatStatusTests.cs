using System.Text.Json;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>What is not registered for VAT has none anywhere; and what was sold stays as it was sold.</summary>
public sealed class VatStatusTests
{
    private static readonly ShopPolicy Small = Policy with { Vat = VatStatus.NotRegistered };

    [Fact]
    public void Without_registration_no_tax_is_within_any_sum()
    {
        var totals = Serverless.Commerce.Quote.Of(Cart((Tote, 1), (Hat, 1)), Offers, Small).OrThrow().Totals;
        Assert.Equal((Php(0), 0, Php(206_999)), (totals.Tax, totals.VatPercent, totals.Total));
        Assert.Equal(12, Quote((Tote, 1)).Totals.VatPercent);
    }

    [Fact]
    public void A_sale_and_its_refund_touch_no_account_of_the_tax()
    {
        var order = Sold(Small);
        // What the shop decides later changes nothing of it.
        foreach (var later in new[] { Small, Policy })
        {
            Assert.DoesNotContain(Postings.Sale(order, later, Now).Lines, IsVat);
            var back = Postings.Refund(
                "r", Now, order, new("r", order.Totals.Total, Paid: true), Php(0), new(Php(0), Crossed: false));
            Assert.DoesNotContain(back.Lines, IsVat);
        }
    }

    [Fact]
    public void An_order_sold_with_the_tax_gives_it_back_though_the_shop_has_left_it()
    {
        var order = Sold(Policy);
        Assert.Contains(Postings.Sale(order, Small, Now).Lines, IsVat);
        Assert.Equal(Php(12_00), order.TaxWithin(Php(112_00)));
        Assert.Equal(Php(0), Sold(Small).TaxWithin(Php(112_00)));
    }

    [Fact]
    public void Goods_that_come_back_bring_no_tax_with_them_that_was_never_in_them()
    {
        var terms = new ReturnTerms("fee", ReturnKind.RestockingFee, Now, 15, Payer.Shopper, ShippingBack.Whole, false);
        var share = new UnitShares(Sold(Small), Small).Of(Tote, 0, terms);
        Assert.Equal((Php(0), Php(0), Php(0)), (share.GoodsTax, share.ShippingTax, share.KeptTax));
        Assert.NotEqual(Php(0), share.Fee);
        Assert.NotEqual(Php(0), new UnitShares(Sold(Policy), Policy).Of(Tote, 0, terms).GoodsTax);
    }

    [Fact]
    public void An_order_from_before_says_nothing_of_it_and_was_sold_at_twelve_per_cent()
    {
        var json = JsonSerializer.SerializeToNode(Sold(Policy))!.AsObject();
        json["Totals"]!.AsObject().Remove("VatPercent");
        var old = json.Deserialize<Order>()!;
        Assert.Equal(12, old.Totals.VatPercent);
        Assert.Equal(Php(12_00), old.TaxWithin(Php(112_00)));
    }

    [Fact]
    public void Papers_call_the_number_of_a_seller_without_the_tax_by_its_name()
    {
        Assert.Equal(["TIN 123-456-789-00000"], Seller.NumbersFor("US"));
        Assert.Equal(["NON-VAT Reg. TIN 123-456-789-00000"], Seller.NumbersFor("US", isVatRegistered: false));
    }

    private static Order Sold(ShopPolicy policy)
    {
        var quote = Serverless.Commerce.Quote.Of(Cart((Tote, 2)), Offers, policy).OrThrow();
        return AtHome((Tote, 2)) with { Lines = quote.Lines, Totals = quote.Totals };
    }

    private static bool IsVat(JournalLine line) => line.Account == Accounts.VatPayable;
}
