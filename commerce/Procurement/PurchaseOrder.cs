using System.Collections.Immutable;
using System.Text.Json.Serialization;
using static Serverless.Commerce.PurchaseStatus;

namespace Serverless.Commerce;

/// <summary>Goods that the shop buys from one supplier for one location, from proposal to last receipt.</summary>
public sealed record PurchaseOrder(
    Id<PurchaseOrder> Id, Id<Supplier> Supplier, string Location, ImmutableArray<PurchaseLine> Lines,
    PurchaseStatus Status, DateTimeOffset ProposedAt)
{
    public const int MaxLines = 50;
    public const int MaxReceipts = 100;

    /// <summary>How much more than was ordered is still taken in, as the policy was when it was sent.</summary>
    public int OverPercent { get; init; }

    /// <summary>What came so far, each receipt once.</summary>
    public ImmutableArray<PurchaseReceipt> Receipts { get; init; } = [];

    public DateTimeOffset? SentAt { get; init; }

    /// <summary>When the goods should be here: by the lead time, or as the supplier confirmed.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Since when the goods should have been here and are not.</summary>
    public DateTimeOffset? LateSince { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What needs a person, the oldest first: a receipt that is stuck does not hide another.</summary>
    public ImmutableArray<Attention> Cases { get; init; } = [];

    [JsonIgnore]
    public Attention? Attention => Cases.FirstOrDefault();

    public static readonly Lifecycle<PurchaseStatus> Lifecycle = new()
    {
        { Proposed, Sent, Cancelled },
        { Sent, PartlyReceived, Received, Cancelled },
        { PartlyReceived, Received, ClosedShort },
    };

    /// <summary>What all of it costs, as ordered.</summary>
    [JsonIgnore]
    public Money Total => Sum(Lines.Select(line => line.Price * line.Quantity));

    /// <summary>Whether goods may still come.</summary>
    [JsonIgnore]
    public bool IsOpen => Status is Sent or PartlyReceived;

    /// <summary>Opens a proposal; a person decides whether it is sent.</summary>
    public static Result<PurchaseOrder> Propose(
        Id<PurchaseOrder> id, Supplier supplier, string location, ImmutableArray<PurchaseAsk> asked, DateTimeOffset now)
    {
        if (asked.Length is < 1 or > MaxLines) return PurchaseRefusals.Lines;
        var order = new PurchaseOrder(id, supplier.Id, location, [], Proposed, now);
        foreach (var ask in asked)
        {
            if (order.Lines.Any(line => line.Sku == ask.Sku)) return PurchaseRefusals.Lines;
            if (order.Add(ask, supplier).IsRefused(out var refusal, out var more)) return refusal;
            order = more;
        }

        return order;
    }

    /// <summary>Puts another SKU on a proposal; one that stands there already stays as it is.</summary>
    public Result<PurchaseOrder> Add(PurchaseAsk ask, Supplier supplier)
    {
        if (Status != Proposed) return PurchaseRefusals.NotNow;
        return Lines.Any(line => line.Sku == ask.Sku) ? this : SetLine(ask, supplier);
    }

    /// <summary>A person sets how much of a SKU is proposed, at the supplier's price of today.</summary>
    public Result<PurchaseOrder> SetLine(PurchaseAsk ask, Supplier supplier)
    {
        if (Status != Proposed) return PurchaseRefusals.NotNow;
        if (ask.Quantity is < 1 or > Stock.MaxReceipt) return PurchaseRefusals.Quantity;
        if (supplier.Item(ask.Sku) is not { } item) return SupplierRefusals.NotSold;
        if (!Lines.IsEmpty && Lines[0].Price.Currency != item.Price.Currency) return PurchaseRefusals.Currency;

        var line = new PurchaseLine(ask.Sku, ask.Quantity, item.Price);
        var known = Lines.FirstOrDefault(other => other.Sku == ask.Sku);
        if (known == line) return this;
        if (known is null && Lines.Length == MaxLines) return PurchaseRefusals.Lines;
        return this with { Lines = known is null ? Lines.Add(line) : Lines.Replace(known, line) };
    }

    /// <summary>A person approved it: from now on its lines stay, and the goods are expected.</summary>
    public Result<PurchaseOrder> Send(Supplier supplier, PurchasePolicy policy, DateTimeOffset now) =>
        Status == Proposed && Total.Currency == supplier.Currency && Total < supplier.MinimumOrder
            ? PurchaseRefusals.BelowMinimum
            : Become(Sent, order => order with
            {
                OverPercent = policy.OverPercent,
                SentAt = now,
                DueAt = now.AddDays(supplier.LeadDays),
            });

    /// <summary>The supplier said when the goods will be here; what was late is not, until then.</summary>
    public Result<PurchaseOrder> Confirm(DateTimeOffset due)
    {
        if (!IsOpen) return PurchaseRefusals.NotNow;
        return this with { DueAt = due, LateSince = null };
    }

    /// <summary>The day has passed, and goods are still to come.</summary>
    public Result<PurchaseOrder> Miss(DateTimeOffset now)
    {
        if (!IsOpen || LateSince is not null || DueAt > now) return this;
        return this with { LateSince = now };
    }

    /// <summary>Goods came: some, the rest, or a little more than was ordered.</summary>
    public Result<PurchaseOrder> Receive(PurchaseReceipt receipt)
    {
        if (Receipts.FirstOrDefault(known => known.Id == receipt.Id) is { } known)
            return known.IsOf(receipt) ? this : StockRefusals.OtherReceipt;
        if (!IsOpen) return PurchaseRefusals.NotNow;
        if (Fits(receipt) is { } refusal) return refusal;

        var order = this with { Receipts = Receipts.Add(receipt) };
        if (order.Lines.Any(line => order.Outstanding(line.Sku) > 0)) return order with { Status = PartlyReceived };
        return order with { Status = Received, LateSince = null, ClosedAt = receipt.At };
    }

    /// <summary>Some came and the rest never will.</summary>
    public Result<PurchaseOrder> CloseShort(DateTimeOffset now) => Become(ClosedShort, Closing(now));

    /// <summary>Nothing of it is wanted any more, and nothing came.</summary>
    public Result<PurchaseOrder> Cancel(DateTimeOffset now) => Become(Cancelled, Closing(now));

    public Result<PurchaseOrder> AskForPerson(Attention attention) =>
        Cases.Any(known => (known.Process, known.Code) == (attention.Process, attention.Code))
            ? this
            : this with { Cases = Cases.Add(attention) };

    /// <summary>The cases of this process are mended.</summary>
    public Result<PurchaseOrder> Resume(string? process) => Cases.Any(known => known.Process == process)
        ? this with { Cases = Cases.RemoveAll(known => known.Process == process) }
        : this;

    /// <summary>Units of a SKU that came so far.</summary>
    public int Came(string sku) => Receipts.Sum(receipt => receipt.Of(sku));

    /// <summary>Units of a SKU that are still to come.</summary>
    public int Outstanding(string sku) => Status is ClosedShort or Cancelled
        ? 0
        : Math.Max(0, Ordered(sku) - Came(sku));

    /// <summary>A receipt with what its units cost in the currency of the books, by the order's prices.</summary>
    /// <param name="rates">Of the day (IAS 21.21); needed only where the supplier is paid in another currency.</param>
    public Result<PurchaseReceipt> Price(PurchaseReceipt receipt, RateSheet? rates)
    {
        var lines = ImmutableArray.CreateBuilder<ReceivedLine>(receipt.Lines.Length);
        foreach (var line in receipt.Lines)
        {
            if (Lines.FirstOrDefault(ordered => ordered.Sku == line.Sku) is not { } ordered)
                return PurchaseRefusals.NotOrdered;
            if (ordered.Price.Currency == Currency.Php) rates = null;
            else if (rates is null) return RateRefusals.None;
            var cost = rates?.Convert(ordered.Price, Currency.Php) ?? ordered.Price;
            if (cost.IsRefused(out var unknown, out var each)) return unknown;
            lines.Add(line with { UnitCost = each });
        }

        return receipt with { Lines = lines.ToImmutable(), Rates = rates?.Id };
    }

    private int Ordered(string sku) => Lines.FirstOrDefault(line => line.Sku == sku)?.Quantity ?? 0;

    private Refusal? Fits(PurchaseReceipt receipt)
    {
        if (receipt.Lines.IsEmpty || receipt.Lines.Any(line => line.Quantity is < 1 or > Stock.MaxReceipt))
            return PurchaseRefusals.Quantity;
        if (Receipts.Length == MaxReceipts) return PurchaseRefusals.Receipts;
        if (receipt.Lines.Any(line => Ordered(line.Sku) == 0)) return PurchaseRefusals.NotOrdered;
        bool over = Lines.Any(line => (long)Came(line.Sku) + receipt.Of(line.Sku) > line.Most(OverPercent));
        return over ? PurchaseRefusals.TooMany : null;
    }

    private Money Sum(IEnumerable<Money> amounts) => amounts.Aggregate(
        Money.Zero(Lines.IsEmpty ? Currency.Php : Lines[0].Price.Currency), (sum, amount) => sum + amount);

    private static Func<PurchaseOrder, PurchaseOrder> Closing(DateTimeOffset now) =>
        order => order with { ClosedAt = now, LateSince = null };

    private Result<PurchaseOrder> Become(PurchaseStatus next, Func<PurchaseOrder, PurchaseOrder> change)
    {
        if (Status == next) return this;
        if (!Lifecycle.Allows(Status, next)) return PurchaseRefusals.NotNow;
        return change(this) with { Status = next };
    }
}
