using System.Collections.Immutable;
using System.Text.Json.Serialization;
using static Serverless.Commerce.ReturnStatus;

namespace Serverless.Commerce;

/// <summary>Goods a shopper is sending back from one delivered order.</summary>
public sealed record Return(
    Id<Return> Id, string Run, Id<Order> Order, ReturnStatus Status, ImmutableArray<ReturnLine> Lines, Money Refund,
    DateTimeOffset OpenedAt)
{
    /// <summary>Whose it is: the order's.</summary>
    public Id<Customer>? Customer { get; init; }

    public Label? Label { get; init; }

    public Refusal? Reason { get; init; }

    public Attention? Attention { get; init; }

    public static readonly Lifecycle<ReturnStatus> Lifecycle = new()
    {
        { Requested, Approved, Declined },
        { Approved, LabelIssued },
        { LabelIssued, InTransit, Received, Expired },
        { InTransit, Received, Expired },
        { Received, Inspected },
        { Inspected, Refunded },
        { Refunded, Closed },
    };

    /// <summary>Opens a return of what the order has set aside for it.</summary>
    public static Result<Return> Request(
        Id<Return> id, string run, Order order, ImmutableArray<ReturnAsk> asked, DateTimeOffset now)
    {
        var taken = order.TakenBack.FirstOrDefault(taken => taken.Return == id);
        if (taken is null) return ReturnRefusals.NotReserved;
        var lines = taken.Lines.Select(line => ReturnLine.Of(order, line, asked.First(ask => ask.Sku == line.Sku)));
        return new Return(id, run, order.Id, Requested, [.. lines], Money.Zero(order.Totals.Total.Currency), now)
        {
            Customer = order.Customer,
        };
    }

    public Result<Return> Approve() => Become(Approved);

    public Result<Return> Decline() => Become(Declined, change => change with { Reason = ReturnRefusals.Refused });

    public Result<Return> IssueLabel(Label label) => Become(LabelIssued, change => change with { Label = label });

    public Result<Return> Travel() => Become(InTransit);

    public Result<Return> Receive() => Become(Received);

    /// <summary>Expires when the goods never came.</summary>
    public Result<Return> Expire() => Become(Expired, change => change with { Reason = ReturnRefusals.NeverCame });

    /// <summary>Notes what was found in the parcel, and what is to be paid back for it.</summary>
    public Result<Return> Inspect(ImmutableArray<Finding> findings, Order order)
    {
        if (Status == Inspected) return this;
        if (Fits(findings) is { } refusal) return refusal;
        var taken = order.TakenBack.First(taken => taken.Return == Id);
        var refund = taken.Lines.Aggregate(
            Refund with { Amount = 0 },
            (sum, line) => sum + order.PaidFor(line, Found(findings, line.Sku, found => found != Disposition.Missing)));
        return Become(Inspected, change => change with
        {
            Refund = refund,
            Lines = [.. change.Lines.Select(line => line with { Findings = Of(findings, line.Sku) })],
        });
    }

    /// <summary>Whether findings name every unit that was asked for exactly once; else why not.</summary>
    public Refusal? Fits(ImmutableArray<Finding> findings)
    {
        bool each = Lines.All(line => Found(findings, line.Sku, _ => true) == line.Quantity);
        bool known = findings.All(found => found.Quantity > 0 && Lines.Any(line => line.Sku == found.Sku));
        return each && known ? null : ReturnRefusals.Findings;
    }

    public Result<Return> PayBack() => Become(Refunded);

    public Result<Return> Close() => Become(Closed);

    public Result<Return> AskForPerson(Attention attention) =>
        Attention is not null ? this : this with { Attention = attention };

    public Result<Return> Resume() => Attention is null ? this : this with { Attention = null };

    private static int Found(ImmutableArray<Finding> findings, string sku, Func<Disposition, bool> which) =>
        findings.Where(found => found.Sku == sku && which(found.Disposition)).Sum(found => found.Quantity);

    private static ImmutableArray<Finding> Of(ImmutableArray<Finding> findings, string sku) =>
        [.. findings.Where(found => found.Sku == sku)];

    private Result<Return> Become(ReturnStatus next, Func<Return, Return>? change = null)
    {
        if (Status == next) return this;
        if (!Lifecycle.Allows(Status, next)) return ReturnRefusals.NotNow;
        return (change?.Invoke(this) ?? this) with { Status = next };
    }
}

/// <summary>Where a return stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReturnStatus>))]
public enum ReturnStatus
{
    Requested, Approved, Declined, LabelIssued, InTransit, Received, Inspected, Refunded, Closed, Expired,
}

/// <summary>Why goods come back.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReturnReason>))]
public enum ReturnReason { ChangedMind, WrongSize, Damaged, WrongItem, NotAsDescribed }

/// <summary>What becomes of a returned unit: back on the shelf, written off, or it was not in the parcel.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Disposition>))]
public enum Disposition { Restock, Damaged, Missing }

/// <summary>What a shopper asks to send back.</summary>
public sealed record ReturnAsk(string Sku, int Quantity, ReturnReason Reason);

/// <summary>One thing that comes back.</summary>
public sealed record ReturnLine(
    string Sku, string Name, string Options, string Picture, int Quantity, ReturnReason Reason)
{
    public ImmutableArray<Finding> Findings { get; init; } = [];

    public static ReturnLine Of(Order order, TakenLine taken, ReturnAsk ask)
    {
        var line = order.Lines.First(line => line.Sku == taken.Sku);
        return new(line.Sku, line.Name, line.Options, line.Picture, taken.Units.Length, ask.Reason);
    }
}

/// <summary>What the inspector found of one SKU.</summary>
public sealed record Finding(string Sku, int Quantity, Disposition Disposition);

/// <summary>A carrier's label.</summary>
public sealed record Label(string Carrier, string Tracking);

/// <summary>Why a return said no.</summary>
public static class ReturnRefusals
{
    public static readonly Refusal Unknown = new(Because.Unknown, "return.unknown", "There is no such return.");
    public static readonly Refusal Taken =
        new(Because.Conflict, "return.exists", "Another return has this id. Make a new id and ask again.");
    public static readonly Refusal NotDelivered =
        new(Because.Conflict, "return.not_delivered", "Only what was delivered can be sent back.");
    public static readonly Refusal TooLate =
        new(Because.Conflict, "return.too_late", "The time in which this could be sent back is over.");
    public static readonly Refusal TooMany =
        new(Because.Conflict, "return.too_many", "That is more than was bought and not yet sent back.");
    public static readonly Refusal Lines =
        new(Because.Invalid, "return.lines", "Name each SKU once, with a quantity of at least 1.");
    public static readonly Refusal NotReserved =
        new(Because.Conflict, "return.not_reserved", "The order has set nothing aside for this return.");
    public static readonly Refusal NotNow =
        new(Because.Conflict, "return.not_now", "The return is not in a state that allows this.");
    public static readonly Refusal Refused =
        new(Because.Conflict, "return.declined", "The shop did not accept the return.");
    public static readonly Refusal NeverCame =
        new(Because.Conflict, "return.never_came", "The goods did not arrive in time.");
    public static readonly Refusal Findings =
        new(Because.Invalid, "return.findings", "Say of every unit what was found; each counts once.");
}
