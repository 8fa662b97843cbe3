using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What the shop owes one customer in points, which expire, or in credit, which does not.</summary>
/// <remarks>
/// Invariants: the balance is Σ entries and never below zero; what is held for a checkout is still in the balance and
/// cannot be spent elsewhere. Only the latest entries stay here, older ones are on the timeline under their causes.
/// </remarks>
/// <param name="Currency">Of credit; points have none.</param>
public sealed record StoredValue(
    Id<StoredValue> Id, Id<Customer> Customer, StoredKind Kind, Currency? Currency, ImmutableArray<ValueLot> Lots,
    ImmutableArray<ValueHold> Holds, ImmutableArray<ValueEntry> Entries)
{
    public const int MostEntries = 100;
    public const int MostHolds = 20;
    public const long MaxAmount = 1_000_000_000_000;

    /// <summary>How long value lives that had expired by the time it came back.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromDays(7);

    /// <summary>Σ of the entries that only the timeline has.</summary>
    public long BroughtForward { get; init; }

    /// <summary>What should have been reversed and was spent already.</summary>
    public long Shortfall { get; init; }

    public long Held => Holds.Sum(hold => hold.Amount);

    /// <summary>All that is owed, in points or minor units.</summary>
    public long Balance => Lots.Sum(lot => lot.Amount) + Held;

    /// <summary>When the next points expire.</summary>
    public DateTimeOffset? NextExpiry => Lots.IsEmpty ? null : Lots[0].ExpiresAt;

    public static Id<StoredValue> PointsOf(Id<Customer> customer) => new($"points-{customer}");

    /// <summary>A customer has one credit per currency, since credit is never converted.</summary>
    public static Id<StoredValue> CreditOf(Id<Customer> customer, Currency currency) =>
        new($"credit-{currency.Code.ToLowerInvariant()}-{customer}");

    /// <summary>What could be spent now.</summary>
    public long Available(DateTimeOffset now) => Lots.Where(lot => lot.Lives(now)).Sum(lot => lot.Amount);

    /// <summary>Points are given; the first open the account.</summary>
    public static Result<StoredValue> Earn(
        StoredValue? value, Id<Customer> customer, string cause, long points, DateTimeOffset expiresAt,
        DateTimeOffset now) =>
        (value ?? new(PointsOf(customer), customer, StoredKind.Points, null, [], [], []))
        .Gain(cause, ValueEntryKind.Earned, points, expiresAt, now);

    /// <summary>Credit is given; the first opens the account.</summary>
    public static Result<StoredValue> Issue(
        StoredValue? value, Id<Customer> customer, string cause, Money amount, DateTimeOffset now) =>
        (value ?? new(CreditOf(customer, amount.Currency), customer, StoredKind.Credit, amount.Currency, [], [], []))
        .Gain(cause, ValueEntryKind.Issued, amount.Amount, null, now);

    /// <summary>Sets value aside for a checkout, the first to expire first.</summary>
    public Result<StoredValue> Hold(Id<Order> order, long amount, DateTimeOffset now)
    {
        if (Holds.FirstOrDefault(hold => hold.Order == order) is { } mine)
            return mine.Amount == amount ? this : StoredValueRefusals.OtherAmount;
        if (amount is < 1 or > MaxAmount) return StoredValueRefusals.Amount;
        if (Knows(Cause(order, ValueEntryKind.GivenBack)) || Knows(Cause(order, ValueEntryKind.Burnt)))
            return StoredValueRefusals.Settled;
        if (Holds.Length == MostHolds) return StoredValueRefusals.Busy;
        if (Available(now) < amount) return TooFew;

        var (taken, left) = Take(Lots.Where(lot => lot.Lives(now)), amount);
        return this with
        {
            Lots = Joined(left.Concat(Lots.Where(lot => !lot.Lives(now)))),
            Holds = Holds.Add(new(order, [.. taken])),
        };
    }

    /// <summary>The order is placed: what was held for it is spent.</summary>
    public Result<StoredValue> Burn(Id<Order> order, DateTimeOffset now)
    {
        if (Knows(Cause(order, ValueEntryKind.Burnt))) return this;
        if (Holds.FirstOrDefault(hold => hold.Order == order) is not { } mine) return StoredValueRefusals.NotHeld;
        return (this with { Holds = Holds.Remove(mine) })
            .Noting(new(Cause(order, ValueEntryKind.Burnt), ValueEntryKind.Burnt, -mine.Amount, now));
    }

    /// <summary>The checkout came to nothing. Said before the hold arrives, it keeps it from ever happening.</summary>
    public Result<StoredValue> GiveBack(Id<Order> order, DateTimeOffset now)
    {
        if (Knows(Cause(order, ValueEntryKind.GivenBack))) return this;
        if (Knows(Cause(order, ValueEntryKind.Burnt))) return StoredValueRefusals.Settled;
        var parts = Holds.Where(hold => hold.Order == order).SelectMany(hold => hold.Parts)
            .Select(part => part with { ExpiresAt = Later(part.ExpiresAt, now) });
        return (this with { Lots = Joined(Lots.Concat(parts)), Holds = Holds.RemoveAll(hold => hold.Order == order) })
            .Noting(new(Cause(order, ValueEntryKind.GivenBack), ValueEntryKind.GivenBack, 0, now));
    }

    /// <summary>What was spent on goods that came back is there again.</summary>
    public Result<StoredValue> Restore(string cause, long amount, DateTimeOffset? expiresAt, DateTimeOffset now) =>
        Gain(cause, ValueEntryKind.Restored, amount, Kind == StoredKind.Credit ? null : expiresAt, now);

    /// <summary>What was earned on goods that came back is taken away, as far as it is still there.</summary>
    /// <param name="expiresAt">When the points in question expire: those go first, then the oldest.</param>
    public Result<StoredValue> Reverse(string cause, long amount, DateTimeOffset expiresAt, DateTimeOffset now)
    {
        if (Knows(cause)) return this;
        if (amount is < 1 or > MaxAmount) return StoredValueRefusals.Amount;
        long there = Math.Min(amount, Lots.Sum(lot => lot.Amount));
        // One month ends at other hours elsewhere, and ended at midnight UTC for what was earned before.
        var (_, left) = Take(
            Lots.OrderBy(lot => (lot.ExpiresAt - expiresAt)?.Duration() < SameEnd ? 0 : 1), there);
        return (this with { Lots = Joined(left), Shortfall = Shortfall + amount - there })
            .Noting(new(cause, ValueEntryKind.Reversed, -there, now) { Missing = amount - there });
    }

    /// <summary>What has expired by then is gone; what is held for a checkout is not touched.</summary>
    public Result<StoredValue> Expire(DateTimeOffset now)
    {
        long gone = Lots.Where(lot => !lot.Lives(now)).Sum(lot => lot.Amount);
        if (gone == 0) return this;
        return (this with { Lots = Lots.RemoveAll(lot => !lot.Lives(now)) })
            .Noting(new(ExpiryCause(now), ValueEntryKind.Expired, -gone, now));
    }

    /// <summary>What an expiry is known by: nothing that comes later expires at that time any more.</summary>
    public static string ExpiryCause(DateTimeOffset at) => $"expired-{at.UtcTicks}";

    private Refusal TooFew => Kind == StoredKind.Points ? StoredValueRefusals.TooFew : StoredValueRefusals.TooLittle;

    private Result<StoredValue> Gain(
        string cause, ValueEntryKind kind, long amount, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        if (Knows(cause)) return this;
        if (amount is < 1 or > MaxAmount) return StoredValueRefusals.Amount;
        return (this with { Lots = Joined(Lots.Add(new(amount, Later(expiresAt, now)))) })
            .Noting(new(cause, kind, amount, now));
    }

    private static readonly TimeSpan SameEnd = TimeSpan.FromDays(2);

    private bool Knows(string cause) => Entries.Any(entry => entry.Cause == cause);

    private StoredValue Noting(ValueEntry entry)
    {
        var entries = Entries.Add(entry);
        if (entries.Length <= MostEntries) return this with { Entries = entries };
        return this with { Entries = entries.RemoveAt(0), BroughtForward = BroughtForward + entries[0].Change };
    }

    private static string Cause(Id<Order> order, ValueEntryKind kind) => $"{order}-{kind}";

    // Whatever has expired on its way here would expire under a cause that is used up.
    private static DateTimeOffset? Later(DateTimeOffset? expiresAt, DateTimeOffset now) =>
        expiresAt <= now ? now + Grace : expiresAt;

    // One lot per time: there are as many as there are times of expiry, however many orders.
    private static ImmutableArray<ValueLot> Joined(IEnumerable<ValueLot> lots) =>
    [
        .. lots.GroupBy(lot => lot.ExpiresAt).Select(same => new ValueLot(same.Sum(lot => lot.Amount), same.Key))
            .Where(lot => lot.Amount > 0).OrderBy(lot => lot.ExpiresAt ?? DateTimeOffset.MaxValue),
    ];

    private static (List<ValueLot> Taken, List<ValueLot> Left) Take(IEnumerable<ValueLot> lots, long amount)
    {
        List<ValueLot> taken = [], left = [];
        foreach (var lot in lots)
        {
            long part = Math.Min(lot.Amount, amount);
            amount -= part;
            if (part > 0) taken.Add(lot with { Amount = part });
            if (lot.Amount > part) left.Add(lot with { Amount = lot.Amount - part });
        }

        return (taken, left);
    }
}

/// <summary>Why points or credit said no.</summary>
public static class StoredValueRefusals
{
    public static readonly Refusal TooFew =
        new(Because.Conflict, "points.too_few", "There are not so many points left. Use fewer.");
    public static readonly Refusal TooLittle =
        new(Because.Conflict, "credit.too_little", "There is not so much credit left. Use less.");
    public static readonly Refusal TooMuch =
        new(Because.Invalid, "credit.too_much", "That is more than has to be paid.");
    public static readonly Refusal LeavesTooLittle = new(
        Because.Invalid, "credit.leaves_too_little",
        "That would leave less to pay than a card can be charged. Use less credit, or enough to pay for all of it.");
    public static readonly Refusal NotYours =
        new(Because.Forbidden, "points.not_yours",
            "Points and credit can be used by the customer who has them. Sign in again as that customer.");
    public static readonly Refusal Amount =
        new(Because.Invalid, "value.amount", "An amount of points or credit is a whole number, at least 1.");
    public static readonly Refusal NoWorth =
        new(Because.Conflict, "points.no_worth", "Points are worth nothing in this currency.");
    public static readonly Refusal OtherAmount =
        new(Because.Conflict, "value.other_amount", "Another amount is held for this order already.");
    public static readonly Refusal NotHeld =
        new(Because.Conflict, "value.not_held", "Nothing is held for this order.");
    public static readonly Refusal Settled =
        new(Because.Conflict, "value.settled", "What was held for this order was spent or given back already.");
    public static readonly Refusal Busy =
        new(Because.Conflict, "value.busy", "Too many orders are being paid for at once. Wait for one to end.");
}
