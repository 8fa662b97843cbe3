using System.Collections.Immutable;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Buying;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class SupplierTests
{
    [Fact]
    public void A_supplier_names_each_SKU_once_in_one_currency_with_a_pack_and_a_lead_time()
    {
        Says.Refused(SupplierRefusals.LeadDays, Supplier.Register(Weavers with { LeadDays = 0 }));
        Says.Refused(SupplierRefusals.LeadDays, Supplier.Register(Weavers with { LeadDays = 366 }));
        Says.Refused(SupplierRefusals.Pack, Selling(new SupplierItem(Tote, Php(1), 0)));
        Says.Refused(SupplierRefusals.Price, Selling(new SupplierItem(Tote, Usd(1), 1)));
        Says.Refused(SupplierRefusals.Price, Selling(new SupplierItem(Tote, Php(-1), 1)));
        Says.Refused(SupplierRefusals.Price, Supplier.Register(Weavers with { MinimumOrder = Php(-1) }));
        var tote = new SupplierItem(Tote, Php(1), 1);
        Says.Refused(SupplierRefusals.Doubled, Selling(tote, tote with { Pack = 6 }));
    }

    [Fact]
    public void The_best_supplier_is_the_cheapest_and_then_the_fastest()
    {
        var dearer = Weavers with { Id = new("a"), Items = [new(Tote, Php(40_001), 1)] };
        var faster = Weavers with { Id = new("b"), LeadDays = 3 };
        Assert.Equal(Weavers.Id, Supplier.Best(Tote, [dearer, Weavers], null)!.Id);
        Assert.Equal(faster.Id, Supplier.Best(Tote, [Weavers, dearer, faster], null)!.Id);
        Assert.Null(Supplier.Best("NOBODY", [Weavers], null));
    }

    [Fact]
    public void A_price_in_another_currency_is_compared_by_the_days_rates_or_not_at_all()
    {
        var abroad = Weavers with { Id = new("us"), MinimumOrder = Usd(0), Items = [new(Tote, Usd(600), 1)] };
        Assert.Equal(abroad.Id, Supplier.Best(Tote, [Weavers, abroad], Rates(pesosPerDollar: 58))!.Id);
        Assert.Equal(Weavers.Id, Supplier.Best(Tote, [Weavers, abroad], Rates(pesosPerDollar: 70))!.Id);
        Assert.Equal(Weavers.Id, Supplier.Best(Tote, [Weavers, abroad], null)!.Id);
    }

    internal static RateSheet Rates(decimal pesosPerDollar) => new(
        new("sheet"), Now, Now.AddMinutes(30), DateOnly.FromDateTime(Now.UtcDateTime), "ECB",
        ImmutableSortedDictionary<string, decimal>.Empty.Add("USD", 1m).Add("PHP", pesosPerDollar));

    private static Result<Supplier> Selling(params SupplierItem[] items) =>
        Supplier.Register(Weavers with { Items = [.. items] });
}
