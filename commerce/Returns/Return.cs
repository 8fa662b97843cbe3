using System.Collections.Immutable;
using System.Text.Json.Serialization;
using static Serverless.Commerce.ReturnStatus;

namespace Serverless.Commerce;

/// <summary>Goods a shopper is sending back from one delivered order.</summary>
/// <param name="Refund">What the shopper is due for what was found, whatever she wanted for it.</param>
public sealed record Return(
    Id<Return> Id, string Run, Id<Order> Order, ReturnStatus Status, ImmutableArray<ReturnLine> Lines, Money Refund,
    DateTimeOffset OpenedAt)
{
    /// <summary>Whose it is: the order's.</summary>
    public Id<Customer>? Customer { get; init; }

    public Remedy Remedy { get; init; }

    /// <summary>The location to which the shopper brings the goods; null where they travel with a label.</summary>
    public string? Store { get; init; }

    /// <summary>Where the goods are, once somebody took them in.</summary>
    public string? Location { get; init; }

    /// <summary>What goes to the shopper instead, where she asked for an exchange.</summary>
    public Replacement? Replacement { get; init; }

    /// <summary>How much of the refund she has as store credit; known once it is settled.</summary>
    public Money? Credited { get; init; }

    /// <summary>How much of it she had from outside the shop, as by a refund in the provider's dashboard.</summary>
    public Money? Already { get; init; }

    /// <summary>The number of the paper that takes back this part of the sale.</summary>
    public string? CreditNote { get; init; }

    /// <summary>How the refund comes about; known after the inspection.</summary>
    public Reversal? Reversal { get; init; }

    public Label? Label { get; init; }

    /// <summary>What staff want each other to know; the shopper does not see it.</summary>
    public string? Note { get; init; }

    public Refusal? Reason { get; init; }

    public Attention? Attention { get; init; }

    /// <summary>What the shopper had asked for.</summary>
    [JsonIgnore]
    public ReturnWish Wish =>
        new([.. Lines.Select(line => line.Asked)], Replacement is null ? Remedy : Remedy.Exchange)
        {
            Store = Store,
            Instead = Replacement?.Lines ?? [],
            Total = Replacement?.Total,
        };

    /// <summary>How much of the refund pays for what goes to her instead.</summary>
    [JsonIgnore]
    public Money Spent => Remedy == Remedy.Exchange && Replacement is { } other && other.Total < Refund
        ? other.Total
        : Refund with { Amount = Remedy == Remedy.Exchange ? Refund.Amount : 0 };

    /// <summary>How much of that is used: never so much that less is left than a card can be charged.</summary>
    public Money Used(ShopPolicy policy) => Replacement is { } other ? policy.Usable(Spent, other.Total) : Spent;

    /// <summary>What is left for her card to pay, before the replacement is sent.</summary>
    public Money Difference(ShopPolicy policy) =>
        Replacement is { } other ? other.Total - Used(policy) : Refund with { Amount = 0 };

    /// <summary>How much of the refund may go back to the card: of goods for exchange only, nothing.</summary>
    [JsonIgnore]
    public Money Payable
    {
        get
        {
            bool credit = Remedy == Remedy.Credit || Lines.Any(line => line.Terms?.Kind == ReturnKind.ExchangeOnly);
            return credit ? Refund with { Amount = 0 } : Refund - Spent;
        }
    }

    /// <summary>Whether nothing more happens to it.</summary>
    [JsonIgnore]
    public bool IsOver => Attention is null && Status is Closed or Declined or Expired;

    public static readonly Lifecycle<ReturnStatus> Lifecycle = new()
    {
        { Requested, Approved, Declined },
        { Approved, LabelIssued, Received, Expired },
        { LabelIssued, InTransit, Received, Expired },
        { InTransit, Received, Expired },
        { Received, Inspected },
        { Inspected, Refunded, Exchanged, StoreCredit },
        { Refunded, Closed },
        { Exchanged, Closed },
        { StoreCredit, Closed },
    };

    /// <summary>Opens a return of what the order has set aside for it.</summary>
    public static Result<Return> Request(
        Id<Return> id, string run, Order order, ReturnWish wish, ReturnPolicy policy, DateTimeOffset now)
    {
        if (order.TakenBack.FirstOrDefault(taken => taken.Return == id) is not { } mine)
            return ReturnRefusals.NotReserved;
        var lines = mine.Lines.Select(taken =>
        {
            var ask = wish.Lines.First(ask => ask.Sku == taken.Sku);
            var line = order.Lines.First(line => line.Sku == taken.Sku);
            return ReturnLine.Of(line, taken, ask, order.TermsOf(line, ask.Reason, policy, now));
        });
        return new Return(id, run, order.Id, Requested, [.. lines], Money.Zero(order.Totals.Total.Currency), now)
        {
            Customer = order.Customer,
            Remedy = wish.Remedy,
            Store = wish.Store,
            Replacement = Replacement.Of(id, wish),
        };
    }

    /// <summary>Accepts all units, or those that are named.</summary>
    public Result<Return> Approve(ImmutableArray<Acceptance> accepted)
    {
        if (Status == Approved) return this;
        if (Wish.Accepts(accepted) is { } refusal) return refusal;
        return Become(Approved, change => accepted.IsEmpty ? change : change with
        {
            Lines = [.. change.Lines.Select(line => Only(line, accepted))],
        });
    }

    public Result<Return> Decline() => Become(Declined, change => change with { Reason = ReturnRefusals.Refused });

    public Result<Return> IssueLabel(Label label) => Become(LabelIssued, change => change with { Label = label });

    public Result<Return> Travel() => Become(InTransit);

    /// <summary>Somebody of the shop has taken the goods in, at this location.</summary>
    public Result<Return> Receive(string location) =>
        Become(Received, change => change with { Location = location });

    /// <summary>Expires when the goods never came.</summary>
    public Result<Return> Expire() => Become(Expired, change => change with { Reason = ReturnRefusals.NeverCame });

    /// <summary>Notes what was found, and what the shopper is due for it.</summary>
    public Result<Return> Inspect(ImmutableArray<Finding> findings, Order order, ShopPolicy policy)
    {
        if (Status == Inspected) return this;
        if (Fits(findings) is { } refusal) return refusal;
        return Become(Inspected, change =>
        {
            var found = change with
            {
                Lines = [.. change.Lines.Select(line => line with { Findings = Of(findings, line.Sku) })],
            };
            var reversal = Commerce.Reversal.Of(order, found, policy);
            return found with { Reversal = reversal, Refund = reversal.Total };
        });
    }

    /// <summary>Whether findings name every unit that is taken back exactly once; else why not.</summary>
    public Refusal? Fits(ImmutableArray<Finding> findings)
    {
        bool each = Lines.All(line => Of(findings, line.Sku).Sum(found => found.Quantity) == line.Quantity);
        bool known = findings.All(found => found.Quantity > 0 && Lines.Any(line => line.Sku == found.Sku));
        return each && known ? null : ReturnRefusals.Findings;
    }

    /// <summary>There will be no exchange: what the goods are worth stays with the shopper as credit.</summary>
    public Result<Return> GiveUpExchange(Refusal reason)
    {
        if (Remedy != Remedy.Exchange) return this;
        return Lifecycle.IsFinal(Status) || Status is Exchanged
            ? ReturnRefusals.NotNow
            : this with { Remedy = Remedy.Credit, Reason = reason };
    }

    /// <summary>The shopper has her due: so much as store credit, some perhaps before, the rest on her card.</summary>
    public Result<Return> Settle(Money credited, Money? already = null)
    {
        if (Credited is not null) return this;
        return Status == Inspected ? this with { Credited = credited, Already = already } : ReturnRefusals.NotNow;
    }

    /// <summary>The paper that takes back this part of the sale has its number.</summary>
    public Result<Return> Number(string creditNote)
    {
        if (CreditNote is not null) return this;
        return Credited is null ? ReturnRefusals.NotNow : this with { CreditNote = creditNote };
    }

    public Result<Return> PayBack() => Become(Refunded);

    /// <summary>The replacement is on its way.</summary>
    public Result<Return> Exchange() => Become(Exchanged);

    /// <summary>What the goods are worth is the shopper's to spend.</summary>
    public Result<Return> Credit() => Become(StoreCredit);

    public Result<Return> Close() => Become(Closed);

    /// <summary>Staff write down what they want each other to know.</summary>
    public Result<Return> Annotate(string note) => Note == note ? this : this with { Note = note };

    public Result<Return> AskForPerson(Attention attention) =>
        Attention is not null ? this : this with { Attention = attention };

    public Result<Return> Resume() => Attention is null ? this : this with { Attention = null };

    private static ReturnLine Only(ReturnLine line, ImmutableArray<Acceptance> accepted)
    {
        int kept = accepted.FirstOrDefault(one => one.Sku == line.Sku)?.Quantity ?? 0;
        return line with { Quantity = kept, Declined = line.Quantity - kept };
    }

    private static ImmutableArray<Finding> Of(ImmutableArray<Finding> findings, string sku) =>
        [.. findings.Where(found => found.Sku == sku)];

    private Result<Return> Become(ReturnStatus next, Func<Return, Return>? change = null)
    {
        if (Status == next) return this;
        if (!Lifecycle.Allows(Status, next)) return ReturnRefusals.NotNow;
        return (change?.Invoke(this) ?? this) with { Status = next };
    }
}

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
    public static readonly Refusal NotReturnable =
        new(Because.Conflict, "return.not_returnable", "This cannot be sent back, unless something is wrong with it.");
    public static readonly Refusal ExchangeOnly =
        new(Because.Conflict, "return.exchange_only", "This comes back for other goods or credit, not for money.");
    public static readonly Refusal Store =
        new(Because.Invalid, "return.store", "Goods cannot be handed over at this location. Choose another.");
    public static readonly Refusal TooMany =
        new(Because.Conflict, "return.too_many", "That is more than was bought and not yet sent back.");
    public static readonly Refusal Lines =
        new(Because.Invalid, "return.lines", "Name each SKU once, with a quantity of at least 1.");
    public static readonly Refusal NotReserved =
        new(Because.Conflict, "return.not_reserved", "The order has set nothing aside for this return.");
    public static readonly Refusal NoCreditNote =
        new(Because.Unknown, "return.no_credit_note", "There is no credit note: nothing was paid back yet.");
    public static readonly Refusal NotNow =
        new(Because.Conflict, "return.not_now", "The return is not in a state that allows this.");
    public static readonly Refusal NotOpened = new(
        Because.Conflict, "return.not_opened",
        "The return was asked for a moment ago and is being opened. Try again in a few seconds.");
    public static readonly Refusal Refused =
        new(Because.Conflict, "return.declined", "The shop did not accept the return.");
    public static readonly Refusal NeverCame =
        new(Because.Conflict, "return.never_came", "The goods did not arrive in time.");
    public static readonly Refusal Acceptance =
        new(Because.Invalid, "return.acceptance", "Accept at least one unit, and no more than was asked for.");
    public static readonly Refusal Findings =
        new(Because.Invalid, "return.findings", "Say of every unit what was found; each counts once.");
}
