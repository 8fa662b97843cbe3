using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>When, how and at what price goods may come back; a snapshot travels with every return.</summary>
public sealed record ReturnPolicy
{
    /// <summary>Counted in days from that of delivery, where no rule says otherwise.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The first that fits a line is the one that holds for it.</summary>
    public ImmutableArray<ReturnRule> Rules { get; init; } = [];

    /// <summary>Locations where a shopper may hand goods over herself.</summary>
    public ImmutableArray<string> DropOff { get; init; } = [];

    /// <summary>Countries to which replacements are sent; elsewhere the border makes it another purchase.</summary>
    public ImmutableArray<string> ExchangeIn { get; init; } = [];

    /// <summary>How long the shopper may take to say how she pays the difference.</summary>
    public TimeSpan DifferenceTime { get; init; } = TimeSpan.FromDays(3);

    /// <summary>What a label costs the shopper, per currency, where she pays for the way back.</summary>
    public ImmutableArray<Money> LabelPrices { get; init; } = [];

    /// <summary>Nobody reviewed it in this time: it counts as approved.</summary>
    public TimeSpan ReviewTime { get; init; } = TimeSpan.FromDays(3);

    /// <summary>The goods did not arrive in this time: the return expires.</summary>
    public TimeSpan ParcelTime { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long inspection may take before a person is asked.</summary>
    public TimeSpan InspectionTime { get; init; } = TimeSpan.FromDays(5);

    /// <summary>What holds for a line that was delivered to an address, for a reason, now.</summary>
    public ReturnTerms TermsOf(
        OrderLine line, Address to, ReturnReason reason, DateTimeOffset delivered, DateTimeOffset now)
    {
        var rule = RuleFor(line.Category, line.Product, line.HsCode, to.Country);
        var agreed = rule.TermsFrom(delivered, Window, to);
        var terms = reason.IsOurFault()
            ? ReturnLaw.ForFault(agreed, to, delivered)
            : ReturnLaw.ForWithdrawal(agreed, rule.Exemption, to, delivered, now);
        return terms with { NoExchange = !ExchangeIn.Contains(to.Country) };
    }

    /// <summary>The same before anything is bought: for how many days after its delivery, and on what terms.</summary>
    public ReturnPromise PromiseOf(string category, string product, string hsCode, string country)
    {
        var rule = RuleFor(category, product, hsCode, country);
        int agreed = rule.Kind == ReturnKind.NonReturnable ? 0 : (rule.Window ?? Window).WholeDays();
        int faults = Math.Max(agreed, ReturnLaw.FaultDaysIn(country));
        return ReturnLaw.WithdrawalDaysIn(country, rule.Exemption) is not { } days
            ? new(rule.Kind, agreed, rule.Kind == ReturnKind.RestockingFee ? rule.FeePercent : 0, faults)
            : new(ReturnKind.Free, rule.Kind == ReturnKind.Free ? Math.Max(agreed, days) : days, 0, faults);
    }

    private ReturnRule RuleFor(string category, string product, string hsCode, string country) =>
        Rules.FirstOrDefault(rule => rule.Fits(category, product, hsCode, country)) ?? new("usual", ReturnKind.Free);
}

/// <summary>For how long goods may come back after the day of their delivery.</summary>
/// <param name="Kind">On what terms where nothing is wrong with them.</param>
/// <param name="Days">For how many days on those terms; none where they may not.</param>
/// <param name="FeePercent">What the shop keeps then.</param>
/// <param name="FaultDays">For how many days where something is wrong with them, free of any fee.</param>
public sealed record ReturnPromise(ReturnKind Kind, int Days, int FeePercent, int FaultDays);

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

    /// <summary>Counted in days from that of delivery; null: as long as the policy says.</summary>
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

    public bool Fits(string category, string product, string hsCode, string country) =>
        (Category is null || Category == category)
        && (Product is null || Product == product)
        && (HsPrefix is null || hsCode.StartsWith(HsPrefix, StringComparison.Ordinal))
        && (Country is null || Country == country);

    internal ReturnTerms TermsFrom(DateTimeOffset delivered, TimeSpan usual, Address to) => new(
        Name, Kind,
        Kind == ReturnKind.NonReturnable
            ? delivered
            : CalendarBook.Of(to.Country).EndOf(delivered, (Window ?? usual).WholeDays(), to.Province),
        Kind == ReturnKind.RestockingFee ? FeePercent : 0, WayBack, ShippingBack.None, ImportBack);
}

/// <summary>What was promised for one line that may come back; stays on the return as it was.</summary>
/// <param name="Rule">The name of the rule, or of the law that stands above it.</param>
/// <param name="Until">The last moment to ask, by the clocks where the goods are: the end of a day there.</param>
/// <param name="Shipping">How much of the way to the shopper is paid back.</param>
/// <param name="ImportBack">Whether duty and import tax that the shop had collected are.</param>
public sealed record ReturnTerms(
    string Rule, ReturnKind Kind, DateTimeOffset Until, int FeePercent, Payer WayBack, ShippingBack Shipping,
    bool ImportBack)
{
    /// <summary>What never left comes off whole; the fee for delivery stands outside the shares of units.</summary>
    public static readonly ReturnTerms Unsent = new(
        "unsent", ReturnKind.Free, DateTimeOffset.MaxValue, 0, Payer.Shop, ShippingBack.None, ImportBack: true);

    /// <summary>Whether no replacement is sent to where the goods had gone: credit buys another there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NoExchange { get; init; }

    /// <summary>The last day to ask, where the goods are.</summary>
    public DateOnly LastDay => DateOnly.FromDateTime(Until.DateTime);

    /// <summary>Whether such goods may be asked to be taken back now.</summary>
    public bool IsOpen(DateTimeOffset now) => Kind != ReturnKind.NonReturnable && now <= Until;

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
