using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What a coupon takes off, of which goods, when, and how often.</summary>
/// <param name="Name">What the shopper reads: <c>10 % off your first order</c>.</param>
/// <param name="Percent">1 to 100 of the goods; null where it takes off <see cref="Amounts"/>.</param>
public sealed record CouponTerms(string Name, int? Percent)
{
    /// <summary>What it takes off, one per currency; where <see cref="Percent"/> is said, at most that.</summary>
    public ImmutableArray<Money> Amounts { get; init; } = [];

    /// <summary>From which sum of the goods it is for, one per currency; none asks for none.</summary>
    public ImmutableArray<Money> Minimums { get; init; } = [];

    /// <summary>The categories it is for; none is all.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>How often all may use it together; null as often as they like.</summary>
    public int? Limit { get; init; }

    /// <summary>How often one customer may use it; null as often as she likes.</summary>
    public int? PerCustomer { get; init; }

    /// <summary>Why no coupon can have these; null when one can.</summary>
    [JsonIgnore]
    public Refusal? Unfit
    {
        get
        {
            bool takes = Percent is null ? !Amounts.IsEmpty : Percent is >= 1 and <= 100;
            bool good = takes && Once(Amounts) && Once(Minimums)
                && !(Until <= From) && !(Limit < 1) && !(PerCustomer < 1);
            return good ? null : CouponRefusals.Terms;
        }
    }

    public bool Same(CouponTerms other) =>
        this with { Amounts = other.Amounts, Minimums = other.Minimums, Categories = other.Categories } == other
        && Amounts.SequenceEqual(other.Amounts) && Minimums.SequenceEqual(other.Minimums)
        && Categories.SequenceEqual(other.Categories);

    /// <summary>The lines with what it takes off each; never more than the line costs.</summary>
    public Result<ImmutableArray<OrderLine>> TakeOff(ImmutableArray<OrderLine> lines, Currency currency)
    {
        var goods = lines.Where(line => Categories.IsEmpty || Categories.Contains(line.Category)).ToList();
        if (goods.Count == 0) return CouponRefusals.NotForThese;
        var sum = goods.Aggregate(Money.Zero(currency), (sum, line) => sum + line.Total);
        if (!Minimums.IsEmpty && In(Minimums, currency) is null) return CouponRefusals.NoCurrency;
        if (In(Minimums, currency) is { } least && sum < least) return CouponRefusals.TooLittle;
        var most = In(Amounts, currency);
        if (most is null && !Amounts.IsEmpty) return CouponRefusals.NoCurrency;

        var off = Percent is { } percent ? sum.Part(percent, 100) : most!.Value;
        off = Least(Least(off, most ?? off), sum);
        long before = 0;
        var reduced = lines.ToBuilder();
        foreach (var line in goods.Where(line => line.Total.Amount > 0))
        {
            // Cut one after another, so that the shares add up to the whole.
            var share = off.Part(before + line.Total.Amount, sum.Amount) - off.Part(before, sum.Amount);
            before += line.Total.Amount;
            reduced[lines.IndexOf(line)] = line with { Coupon = share };
        }

        return reduced.ToImmutable();
    }

    private static Money? In(ImmutableArray<Money> amounts, Currency currency) =>
        amounts.Cast<Money?>().FirstOrDefault(amount => amount!.Value.Currency == currency);

    private static bool Once(ImmutableArray<Money> amounts) =>
        amounts.All(amount => amount.Amount > 0)
        && amounts.DistinctBy(amount => amount.Currency).Count() == amounts.Length;

    private static Money Least(Money one, Money other) => one < other ? one : other;
}
