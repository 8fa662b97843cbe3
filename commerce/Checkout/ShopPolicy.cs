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

    public string Name { get; init; } = "";

    /// <summary>What the shop is about, in one line.</summary>
    public string Tagline { get; init; } = "";

    /// <summary>Who sells, on papers.</summary>
    public LegalEntity Seller { get; init; } = LegalEntity.Nobody;

    public VatStatus Vat { get; init; } = VatStatus.Registered;

    /// <summary>Value added tax in per cent, while registered for it (Philippine NIRC section 106: 12 %).</summary>
    public int VatPercent { get; init; } = 12;

    /// <summary>Value added tax contained in prices, in per cent; none where the seller is not registered.</summary>
    [JsonIgnore]
    public int VatRate => Vat == VatStatus.Registered ? VatPercent : 0;

    /// <summary>What it sells in; the first is shown to who has not chosen.</summary>
    public ImmutableArray<Currency> Currencies { get; init; } = [];

    /// <summary>The currency of who has not chosen one; that of the books in a shop that sells nothing yet.</summary>
    [JsonIgnore]
    public Currency FirstCurrency => Currencies.IsEmpty ? Currency.Php : Currencies[0];

    /// <summary>Where the shop is: what leaves it for another country is an export.</summary>
    public string Home { get; init; } = "PH";

    /// <summary>Where delivery costs the same.</summary>
    public ImmutableArray<DeliveryZone> Zones { get; init; } = [];

    /// <summary>Where parcels go, by ISO 3166 code.</summary>
    public ImmutableArray<Country> Countries { get; init; } = [];

    public ImmutableArray<DeliveryMethod> DeliveryMethods { get; init; } = [];

    /// <summary>How long the shop stands by what the courier asked for a delivery.</summary>
    public TimeSpan QuoteLife { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Whether certificates of origin go with parcels abroad; small ones mostly need none.</summary>
    public bool ProvesOrigin { get; init; }

    /// <summary>Where goods lie and parcels leave.</summary>
    public ImmutableArray<Location> Locations { get; init; } = [];

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
    /// <remarks>Itself where all are booked, so that what was found out about it is not found out again.</remarks>
    public ShopPolicy Offering(IReadOnlyCollection<string> methods) =>
        DeliveryMethods.All(one => methods.Contains(one.Method))
            ? this
            : this with { DeliveryMethods = [.. DeliveryMethods.Where(one => methods.Contains(one.Method))] };

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
