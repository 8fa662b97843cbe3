using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>When, how and at what price goods may come back; a snapshot travels with every return.</summary>
public sealed record ReturnPolicy
{
    /// <summary>Counted from delivery, where no rule says otherwise.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The first that fits a line is the one that holds for it.</summary>
    public ImmutableArray<ReturnRule> Rules { get; init; } =
    [
        new("food", ReturnKind.NonReturnable)
        {
            Category = "Food & drink",
            Exemption = Exemption.Perishable,
        },
        new("cosmetics", ReturnKind.NonReturnable) { HsPrefix = "3304", Exemption = Exemption.Hygiene },
        new("soap", ReturnKind.NonReturnable) { HsPrefix = "3401", Exemption = Exemption.Hygiene },
        new("footwear", ReturnKind.ExchangeOnly) { HsPrefix = "64" },
        // It is heavy, breaks easily, and has to be looked at piece by piece.
        new("earthenware", ReturnKind.RestockingFee) { HsPrefix = "69", FeePercent = 15 },
    ];

    /// <summary>Locations where a shopper may hand goods over herself.</summary>
    public ImmutableArray<string> DropOff { get; init; } = ["BGC"];

    /// <summary>Countries to which replacements are sent; elsewhere the border makes it another purchase.</summary>
    public ImmutableArray<string> ExchangeIn { get; init; } = ["PH"];

    /// <summary>How long the shopper may take to say how she pays the difference.</summary>
    public TimeSpan DifferenceTime { get; init; } = TimeSpan.FromDays(3);

    /// <summary>What a label costs the shopper, per currency, where she pays for the way back.</summary>
    public ImmutableArray<Money> LabelPrices { get; init; } =
        [new(12_000, Currency.Php), new(300, Currency.Usd)];

    /// <summary>Nobody reviewed it in this time: it counts as approved.</summary>
    public TimeSpan ReviewTime { get; init; } = TimeSpan.FromDays(3);

    /// <summary>The goods did not arrive in this time: the return expires.</summary>
    public TimeSpan ParcelTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long inspection may take before a person is asked.</summary>
    public TimeSpan InspectionTime { get; init; } = TimeSpan.FromDays(5);

    /// <summary>What holds for a line that was delivered to a country, for a reason, now.</summary>
    public ReturnTerms TermsOf(
        OrderLine line, string country, ReturnReason reason, DateTimeOffset delivered, DateTimeOffset now)
    {
        var rule = Rules.FirstOrDefault(rule => rule.Fits(line, country)) ?? new("usual", ReturnKind.Free);
        var agreed = rule.TermsFrom(delivered, Window);
        var terms = reason.IsOurFault()
            ? ReturnLaw.ForFault(agreed, country, delivered)
            : ReturnLaw.ForWithdrawal(agreed, rule.Exemption, country, delivered, now);
        return terms with { NoExchange = !ExchangeIn.Contains(country) };
    }
}

/// <summary>What the shop has decided for some of its goods, in some or all countries.</summary>
/// <param name="Name">Stays on the return, so that one can see later which rule it was.</param>
public sealed record ReturnRule(string Name, ReturnKind Kind)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Category { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Product { get; init; }

    /// <summary>The first digits of the Harmonized System's code: <c>69</c> is earthenware.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? HsPrefix { get; init; }

    /// <summary>Where the goods were delivered to, ISO 3166-1 alpha-2.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Country { get; init; }

    /// <summary>Counted from delivery; null: as long as the policy says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Window { get; init; }

    /// <summary>What the shop keeps of the price of goods, for its work with them.</summary>
    public int FeePercent { get; init; }

    /// <summary>Who pays for the way back when the goods are as they should be.</summary>
    public Payer WayBack { get; init; } = Payer.Shop;

    /// <summary>Whether duty and import tax that the shop had collected are paid back, too.</summary>
    public bool ImportBack { get; init; }

    /// <summary>Why the law lets these goods be kept out of the right of withdrawal; null: it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Exemption? Exemption { get; init; }

    public bool Fits(OrderLine line, string country) =>
        (Category is null || Category == line.Category)
        && (Product is null || Product == line.Product)
        && (HsPrefix is null || line.HsCode.StartsWith(HsPrefix, StringComparison.Ordinal))
        && (Country is null || Country == country);

    internal ReturnTerms TermsFrom(DateTimeOffset delivered, TimeSpan usual) => new(
        Name, Kind, Kind == ReturnKind.NonReturnable ? delivered : delivered + (Window ?? usual),
        Kind == ReturnKind.RestockingFee ? FeePercent : 0, WayBack, ShippingBack.None, ImportBack);
}

/// <summary>What was promised for one line that may come back; stays on the return as it was.</summary>
/// <param name="Rule">The name of the rule, or of the law that stands above it.</param>
/// <param name="Until">The last moment to ask.</param>
/// <param name="Shipping">How much of the way to the shopper is paid back.</param>
/// <param name="ImportBack">Whether duty and import tax that the shop had collected are.</param>
public sealed record ReturnTerms(
    string Rule, ReturnKind Kind, DateTimeOffset Until, int FeePercent, Payer WayBack, ShippingBack Shipping,
    bool ImportBack)
{
    /// <summary>Whether no replacement is sent to where the goods had gone: credit buys another there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NoExchange { get; init; }

    /// <summary>What a shopper may have for such goods.</summary>
    [JsonIgnore]
    public ImmutableArray<Remedy> Remedies
    {
        get
        {
            ImmutableArray<Remedy> all = Kind switch
            {
                ReturnKind.Free or ReturnKind.RestockingFee => [Remedy.Refund, Remedy.Credit, Remedy.Exchange],
                ReturnKind.ExchangeOnly => [Remedy.Exchange, Remedy.Credit],
                ReturnKind.NonReturnable => [],
            };
            return NoExchange ? all.Remove(Remedy.Exchange) : all;
        }
    }

    /// <summary>Why this cannot be had now; null when it can.</summary>
    public Refusal? Forbids(Remedy remedy, DateTimeOffset now)
    {
        if (Kind == ReturnKind.NonReturnable) return ReturnRefusals.NotReturnable;
        if (now > Until) return ReturnRefusals.TooLate;
        return Remedies.Contains(remedy) ? null : ReturnRefusals.ExchangeOnly;
    }
}

/// <summary>On what terms goods come back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReturnKind>))]
public enum ReturnKind
{
    /// <summary>All is paid back.</summary>
    Free,
    /// <summary>For other goods of the shop, at once or as credit; no money.</summary>
    ExchangeOnly,
    /// <summary>The shop keeps a part of the price.</summary>
    RestockingFee,
    NonReturnable,
}

/// <summary>What a shopper wants for what she sends back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Remedy>))]
public enum Remedy { Refund, Credit, Exchange }

/// <summary>Who bears a cost.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Payer>))]
public enum Payer { Shop, Shopper }

/// <summary>How much of what the shopper had paid for delivery goes back with the goods.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShippingBack>))]
public enum ShippingBack
{
    None,
    /// <summary>As much as the least expensive way to deliver would have cost.</summary>
    Standard,
    Whole,
}

/// <summary>Goods that the law keeps out of the right of withdrawal (Directive 2011/83/EU art. 16).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Exemption>))]
public enum Exemption
{
    /// <summary>Made or cut for this shopper (art. 16 c).</summary>
    MadeToMeasure,
    /// <summary>Liable to spoil (art. 16 d).</summary>
    Perishable,
    /// <summary>Sealed for health or hygiene, and unsealed after delivery (art. 16 e).</summary>
    Hygiene,
}
