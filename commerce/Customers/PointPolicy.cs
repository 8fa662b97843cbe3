using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What points are worth, how they are earned and when they end; data, like every policy.</summary>
public sealed record PointPolicy
{
    /// <summary>What one point pays, per currency; a shop that says nothing here gives no points.</summary>
    public ImmutableArray<Money> OnePays { get; init; } = [];

    /// <summary>How many per cent of the goods points may pay.</summary>
    public int MaxPercent { get; init; } = 50;

    /// <summary>What has to be paid for goods to earn one point, per currency.</summary>
    public ImmutableArray<Money> OneCosts { get; init; } = [];

    /// <summary>Months that points live, to the end of the last one.</summary>
    public int Months { get; init; } = 12;

    /// <summary>The steps up, the lowest first; what was spent in twelve months decides.</summary>
    public ImmutableArray<Tier> Tiers { get; init; } = [];

    /// <summary>What one point pays in a currency; null where points are not taken.</summary>
    public Money? WorthOfOne(Currency currency) => In(OnePays, currency);

    /// <summary>What so many points pay.</summary>
    public Money Worth(long points, Currency currency) =>
        new(checked((WorthOfOne(currency)?.Amount ?? 0) * points), currency);

    /// <summary>How many of these points count towards goods of a value: whole points, never above the limit.</summary>
    public long Usable(long points, Money goods) => WorthOfOne(goods.Currency) is { Amount: > 0 } one
        ? Math.Min(points, (long)((decimal)goods.Amount * MaxPercent / 100 / one.Amount))
        : 0;

    /// <summary>How many whole points pay this amount, or as much of it as they can.</summary>
    public long WholeFor(Money amount) =>
        WorthOfOne(amount.Currency) is { Amount: > 0 } one ? amount.Amount / one.Amount : 0;

    /// <summary>Whole points for what was paid; a higher tier earns more.</summary>
    public long EarnedFor(Money paid, Tier tier) => In(OneCosts, paid.Currency) is { Amount: > 0 } cost
        ? (long)((decimal)paid.Amount * tier.EarnsPercent / 100 / cost.Amount)
        : 0;

    /// <summary>An amount in the currency of the books, by what earns a point in either.</summary>
    public Money InBooks(Money amount) =>
        In(OneCosts, amount.Currency) is { Amount: > 0 } there && In(OneCosts, Currency.Php) is { } here
            ? new(amount.Part(here.Amount, there.Amount).Amount, Currency.Php)
            : Money.Zero(Currency.Php);

    /// <summary>When points of that day end: with a month, so that there are few ends however many orders.</summary>
    /// <param name="to">Where the goods went, with whose clocks the month ends; they live before that moment.</param>
    public DateTimeOffset ExpiryOf(DateTimeOffset earned, Address to) =>
        CalendarBook.Of(to.Country).EndOfMonth(earned, Months, to.Province).AddTicks(1);

    /// <summary>Where somebody stands who has spent so much in twelve months.</summary>
    public Tier TierFor(Money? spent) =>
        Tiers.LastOrDefault(tier => tier == Tiers[0] || tier.From <= spent) ?? Tier.Only;

    /// <summary>The step of this name; the first where there is none any more.</summary>
    public Tier TierNamed(string? name) =>
        Tiers.FirstOrDefault(tier => tier.Name == name) ?? Tiers.FirstOrDefault() ?? Tier.Only;

    private static Money? In(ImmutableArray<Money> amounts, Currency currency) =>
        amounts.Cast<Money?>().FirstOrDefault(amount => amount!.Value.Currency == currency);
}

/// <summary>A step of the loyalty programme.</summary>
/// <param name="From">What has to be spent in twelve months, in the currency of the books.</param>
/// <param name="EarnsPercent">Points earned on it, 100 being the usual number.</param>
public sealed record Tier(string Name, Money From, int EarnsPercent)
{
    /// <summary>Where everybody stands in a shop without steps.</summary>
    public static readonly Tier Only = new("", Money.Zero(Currency.Php), 100);
}
