using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Somebody the shop buys from: what of, at which price, and how long it takes.</summary>
/// <param name="LeadDays">From the order to the goods at the door.</param>
/// <param name="MinimumOrder">Below this sum the supplier sends nothing; its currency is the supplier's.</param>
public sealed record Supplier(
    Id<Supplier> Id, string Name, string Email, int LeadDays, Money MinimumOrder,
    ImmutableArray<SupplierItem> Items)
{
    public const int MaxItems = 200;
    public const int MaxLeadDays = 365;
    public const int MaxPack = 10_000;

    /// <summary>What the supplier is paid in.</summary>
    [JsonIgnore]
    public Currency Currency => MinimumOrder.Currency;

    /// <summary>Whether all that was said of a supplier fits together.</summary>
    public static Result<Supplier> Register(Supplier supplier)
    {
        if (supplier.LeadDays is < 1 or > MaxLeadDays) return SupplierRefusals.LeadDays;
        if (supplier.MinimumOrder.Amount < 0)
            return SupplierRefusals.Price;
        if (supplier.Items.Any(item => item.Price.Currency != supplier.Currency || item.Price.Amount < 0))
            return SupplierRefusals.Price;
        if (supplier.Items.Any(item => item.Pack is < 1 or > MaxPack)) return SupplierRefusals.Pack;
        bool doubled = supplier.Items.DistinctBy(item => item.Sku).Count() != supplier.Items.Length;
        return doubled ? SupplierRefusals.Doubled : supplier;
    }

    /// <summary>What the supplier asks for a SKU; null when it is not sold there.</summary>
    public SupplierItem? Item(string sku) => Items.FirstOrDefault(item => item.Sku == sku);

    /// <summary>Who sells a SKU at the lowest price, and of those who ask the same, who brings it soonest.</summary>
    /// <param name="rates">Needed only to compare other currencies; without it those are left out.</param>
    public static Supplier? Best(string sku, IEnumerable<Supplier> suppliers, RateSheet? rates) => suppliers
        .Select(supplier => (Supplier: supplier, Price: InBooks(supplier.Item(sku)?.Price, rates)))
        .Where(offer => offer.Price is not null)
        .OrderBy(offer => offer.Price!.Value.Amount).ThenBy(offer => offer.Supplier.LeadDays)
        .ThenBy(offer => offer.Supplier.Id.Value, StringComparer.Ordinal)
        .FirstOrDefault().Supplier;

    private static Money? InBooks(Money? price, RateSheet? rates)
    {
        if (price is not { } asked || asked.Currency == Currency.Php) return price;
        return rates is null || rates.Convert(asked, Currency.Php).IsRefused(out _, out var worth) ? null : worth;
    }
}

/// <summary>One SKU as a supplier sells it: the price of a unit, and how many are packed together.</summary>
public sealed record SupplierItem(string Sku, Money Price, int Pack);

/// <summary>Why what was said of a supplier cannot be kept.</summary>
public static class SupplierRefusals
{
    public static readonly Refusal Unknown =
        new(Because.Unknown, "supplier.unknown", "There is no such supplier.");
    public static readonly Refusal LeadDays = new(
        Because.Invalid, "supplier.lead_days", $"A lead time is from 1 to {Supplier.MaxLeadDays} days.");
    public static readonly Refusal Price = new(
        Because.Invalid, "supplier.price", "Prices and the minimum order are in one currency, and not negative.");
    public static readonly Refusal Pack = new(
        Because.Invalid, "supplier.pack", $"A pack is of 1 to {Supplier.MaxPack} units.");
    public static readonly Refusal Doubled =
        new(Because.Invalid, "supplier.doubled", "A SKU stands twice among the items. Name each once.");
    public static readonly Refusal NotSold =
        new(Because.Conflict, "supplier.not_sold", "The supplier does not sell this SKU.");
}
