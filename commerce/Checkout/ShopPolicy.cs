using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What the shop has decided: taxes, delivery, deadlines.</summary>
/// <remarks>
/// The content of <see cref="Shop"/>, kept in versions. A process carries the number of the one that it began under,
/// see <see cref="PolicyVersion"/>.
/// </remarks>
public sealed record ShopPolicy
{
    public static readonly ShopPolicy Default = new();

    /// <summary>Which version this is; 0 where nobody has set the shop up.</summary>
    [JsonIgnore]
    public int Version { get; init; }

    public string Name { get; init; } = "Likha";

    /// <summary>Who sells, on papers; the one thing that has no default.</summary>
    public LegalEntity Seller { get; init; } = LegalEntity.Nobody;

    /// <summary>Value added tax contained in prices, in per cent (Philippine NIRC section 106: 12 %).</summary>
    public int VatPercent { get; init; } = 12;

    public ImmutableArray<Currency> Currencies { get; init; } = [Currency.Php, Currency.Usd];

    /// <summary>Where the shop is: what leaves it for another country is an export.</summary>
    public string Home { get; init; } = "PH";

    /// <summary>Where parcels go, by ISO 3166 code.</summary>
    public ImmutableArray<Country> Countries { get; init; } =
    [
        new("PH", "Philippines", Zones.Home),
        new("AU", "Australia", Zones.AsiaPacific),
        new("DE", "Germany", Zones.FarAway),
        new("JP", "Japan", Zones.AsiaPacific),
        new("US", "United States", Zones.FarAway),
    ];

    public ImmutableArray<DeliveryMethod> DeliveryMethods { get; init; } =
    [
        new(DeliveryMethod.Standard, "Standard, 2–5 days",
            [new(12_000, Currency.Php), new(300, Currency.Usd)],
            [new(300_000, Currency.Php), new(6_000, Currency.Usd)]),
        new(DeliveryMethod.Express, "Express, 1–2 days",
            [new(25_000, Currency.Php), new(600, Currency.Usd)], []),
        new(DeliveryMethod.Standard, "Standard, 6–12 days",
            [new(95_000, Currency.Php), new(1_800, Currency.Usd)], []) { Zone = Zones.AsiaPacific },
        new(DeliveryMethod.Express, "Express, 3–5 days",
            [new(190_000, Currency.Php), new(3_600, Currency.Usd)], []) { Zone = Zones.AsiaPacific },
        new(DeliveryMethod.Standard, "Standard, 8–15 days",
            [new(135_000, Currency.Php), new(2_500, Currency.Usd)], []) { Zone = Zones.FarAway },
        new(DeliveryMethod.Express, "Express, 3–6 days",
            [new(260_000, Currency.Php), new(4_800, Currency.Usd)], []) { Zone = Zones.FarAway },
    ];

    /// <summary>Whether certificates of origin go with parcels abroad; small ones mostly need none.</summary>
    public bool ProvesOrigin { get; init; }

    /// <summary>Where goods lie and parcels leave.</summary>
    public ImmutableArray<Location> Locations { get; init; } =
    [
        new("MNL", LocationKind.Warehouse,
            new("Likha Manila", "12 Pier Road, Tondo", null, "Manila", "Metro Manila", "1012", "PH",
                "+63 2 8123 4567"), 1),
        new("CEB", LocationKind.Warehouse,
            new("Likha Cebu", "8 Ouano Avenue", null, "Mandaue", "Cebu", "6014", "PH", "+63 32 234 5678"), 2)
        {
            Near =
            [
                "Bohol", "Negros Oriental", "Negros Occidental", "Iloilo", "Leyte", "Samar", "Davao del Sur",
                "Misamis Oriental", "Zamboanga del Sur",
            ],
        },
        new("BGC", LocationKind.Store,
            new("Likha Store", "30th Street, Bonifacio Global City", null, "Taguig", "Metro Manila", "1634", "PH",
                "+63 2 8765 4321"), 3),
    ];

    /// <summary>How the location of an order's goods is chosen.</summary>
    public SourcingRule Sourcing { get; init; } = SourcingRule.Split;

    public TimeSpan CartLife { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long stock is held for a checkout; at the bank, longer than <see cref="PaymentTime"/>.</summary>
    public TimeSpan HoldTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the shopper may take at her bank.</summary>
    public TimeSpan PaymentTime { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a hold outlives the time for payment.</summary>
    public TimeSpan HoldGrace { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The least that is asked of a card, per currency; none where it is not said.</summary>
    /// <remarks>
    /// Stripe's list has USD 0.50 and PHP 0.50 (docs.stripe.com/currencies#minimum-and-maximum-charge-amounts), but
    /// where an account is paid out in another currency that one's least holds: USD 0.50 is about PHP 29 in 2026.
    /// </remarks>
    public ImmutableArray<Money> SmallestPayments { get; init; } = [new(3_000, Currency.Php), new(50, Currency.Usd)];

    /// <summary>How long a checkout may wait for a person, before it gives the cart back by itself.</summary>
    public TimeSpan StuckTime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long picking and packing may each take before a person is asked.</summary>
    public TimeSpan WarehouseTime { get; init; } = TimeSpan.FromHours(48);

    /// <summary>How long a parcel may be silent before a person is asked.</summary>
    public TimeSpan CarrierTime { get; init; } = TimeSpan.FromDays(10);

    /// <summary>How often the customs broker is asked by ourselves while customs look at a parcel.</summary>
    public TimeSpan ClearanceGlance { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long customs may say nothing before a person is asked.</summary>
    public TimeSpan ClearanceTime { get; init; } = TimeSpan.FromDays(5);

    /// <summary>How long a parcel may be held for documents before a person is asked once more.</summary>
    public TimeSpan DocumentTime { get; init; } = TimeSpan.FromDays(2);

    /// <summary>How long amounts are charged by one sheet of exchange rates.</summary>
    public TimeSpan RateLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How old published rates may be; from Maundy Thursday to Easter Tuesday none are published.</summary>
    public TimeSpan RateAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long goods wait in a store before the shopper is reminded; below a week with the next.</summary>
    /// <remarks>A card's authorisation ends after about seven days, and the money is taken at the counter.</remarks>
    public TimeSpan PickupTime { get; init; } = TimeSpan.FromDays(4);

    /// <summary>How long they wait after that, until the order is cancelled.</summary>
    public TimeSpan PickupGrace { get; init; } = TimeSpan.FromDays(2);

    public ReturnPolicy Returns { get; init; } = new();

    public PointPolicy Points { get; init; } = new();

    public PurchasePolicy Purchasing { get; init; } = new();

    public RetentionPolicy Retention { get; init; } = new();

    public ShopTexts Texts { get; init; } = new();

    public ShopLook Look { get; init; } = new();

    /// <summary>How goods can be delivered to a country; none where the shop does not deliver.</summary>
    public IEnumerable<DeliveryMethod> MethodsFor(string country)
    {
        var zone = Countries.FirstOrDefault(known => known.Code == country)?.Zone;
        return DeliveryMethods.Where(method => method.Zone == zone);
    }

    /// <summary>The least that is asked of a card in a currency.</summary>
    public Money SmallestPayment(Currency currency) => SmallestPayments.FirstOrDefault(
        least => least.Currency == currency, Money.Zero(currency));

    /// <summary>Whether nothing is left to pay, or enough for a card.</summary>
    public bool IsPayable(Money due) => due.Amount == 0 || due >= SmallestPayment(due.Currency);

    /// <summary>How much of some credit may pay: what is left of the total is nothing, or enough for a card.</summary>
    public Money Usable(Money credit, Money total)
    {
        if (credit >= total) return total;
        if (IsPayable(total - credit)) return credit;
        var enough = total - SmallestPayment(total.Currency);
        return enough.Amount > 0 ? enough : Money.Zero(total.Currency);
    }

    /// <summary>The policy of a shop whose carrier books only some ways of delivery: no other is sold.</summary>
    public ShopPolicy Offering(IReadOnlyCollection<string> methods) =>
        this with { DeliveryMethods = [.. DeliveryMethods.Where(one => methods.Contains(one.Method))] };

    /// <summary>Whether a delivery crosses the border.</summary>
    public bool IsAbroad([NotNullWhen(true)] Delivery? delivery) =>
        delivery is not null && delivery.Address.Country != Home;

    /// <summary>The policy for goods that go so: what is fetched in a store is taken from that store alone.</summary>
    public ShopPolicy For(Delivery? delivery) =>
        delivery?.Store is { } store ? this with { Locations = [LocationOf(store)] } : this;

    /// <summary>A location by its code; what was received anywhere else was a programmer's mistake.</summary>
    public Location LocationOf(string code) => Locations.FirstOrDefault(location => location.Code == code)
        ?? throw new InvalidOperationException($"Nobody said where the location '{code}' is.");
}

/// <summary>A country that the shop delivers to.</summary>
/// <param name="Zone">Which delivery prices hold there.</param>
public sealed record Country(string Code, string Name, string Zone)
{
    /// <summary>What an address there consists of.</summary>
    [JsonIgnore]
    public AddressFormat Addresses => AddressFormat.Of(Code);
}

/// <summary>The zones of delivery prices that come with the shop.</summary>
public static class Zones
{
    public const string Home = "home";
    public const string AsiaPacific = "asia-pacific";
    public const string FarAway = "far-away";
}

/// <summary>A way to deliver, its price, and from which subtotal it is free, each per currency.</summary>
public sealed record DeliveryMethod(
    string Method, string Name, ImmutableArray<Money> Prices, ImmutableArray<Money> FreeFrom)
{
    public const string Standard = "standard";

    /// <summary>Dearer and faster.</summary>
    public const string Express = "express";

    /// <summary>To which countries.</summary>
    public string Zone { get; init; } = Zones.Home;

    /// <summary>What delivery costs for goods of this subtotal; null where the currency has no price.</summary>
    public Money? PriceFor(Money subtotal)
    {
        foreach (var free in FreeFrom)
        {
            if (free.Currency == subtotal.Currency && subtotal >= free) return Money.Zero(subtotal.Currency);
        }

        foreach (var price in Prices)
        {
            if (price.Currency == subtotal.Currency) return price;
        }

        return null;
    }
}
