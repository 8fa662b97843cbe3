using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>The paper that takes back a part of a sale: for what, how much, and the tax in it.</summary>
/// <param name="Number">From the series of the legal entity.</param>
/// <param name="Sums">How the total comes about; what is kept is negative.</param>
/// <param name="Paid">How the shopper has it, by name.</param>
public sealed record CreditNote(
    string Number, DateTimeOffset At, LegalEntity Seller, Address Buyer, Id<Order> Order, Id<Return>? Return,
    ImmutableArray<CreditLine> Lines, ImmutableArray<CreditSum> Sums, Money Total, Money Tax,
    ImmutableArray<CreditSum> Paid)
{
    /// <summary>The rate of <see cref="Tax"/> in per cent; 0: the seller was not registered for VAT.</summary>
    public int VatPercent { get; init; } = 12;

    /// <summary>The day that stands on it: the seller's.</summary>
    public DateOnly Day => Seller.DayOf(At);

    /// <summary>The note of a return that is settled; null while it is not, and where nothing was due.</summary>
    public static CreditNote? Of(Return back, Order order, LegalEntity seller, DateTimeOffset at)
    {
        if (back is not { CreditNote: { } number, Reversal: { } sums, Credited: { } credited }) return null;
        var already = back.Already ?? credited with { Amount = 0 };
        var card = sums.Total - credited - already;
        return new(
            number, at, seller, order.Delivery.Address, order.Id, back.Id,
            [
                .. back.Lines.Where(line => Came(line) > 0)
                    .Select(line => new CreditLine(line.Sku, Named(line), Came(line))),
            ],
            Kept(
                ("Goods", sums.Goods), ("Coupon", Minus(sums.Coupon)),
                ("Paid with points", Minus(sums.Discount)), ("Delivery", sums.Shipping),
                ("Duty and import tax", sums.Import), ("Restocking fee", Minus(sums.Fee)),
                ("Return label", Minus(sums.Carriage))),
            sums.Total, sums.Tax,
            Kept(("To the card", card), ("As store credit", credited), ("Paid back before", already)))
        {
            VatPercent = order.Totals.VatPercent,
        };
    }

    /// <summary>The note of units that came off after the money was taken; null where there is none.</summary>
    public static CreditNote? Of(TakenOff off, Order order, LegalEntity seller, DateTimeOffset at)
    {
        if (off.CreditNote is not { } number) return null;
        var sums = off.Sums;
        var refund = order.Refunds.FirstOrDefault(one => one.Id == off.Refund);
        var none = sums.Total with { Amount = 0 };
        return new(
            number, at, seller, order.Delivery.Address, order.Id, new(off.Id.Value),
            [
                .. off.Lines.Select(line => new CreditLine(
                    line.Sku, order.Lines.First(one => one.Sku == line.Sku).FullName, line.Units.Length)),
            ],
            Kept(
                ("Goods", sums.Goods), ("Coupon", Minus(sums.Coupon)),
                ("Paid with points", Minus(sums.Discount)), ("Delivery", sums.Shipping),
                ("Duty and import tax", sums.Import)),
            sums.Total, sums.Tax,
            Kept(
                ("To the card", refund?.Amount ?? none), ("As store credit", refund?.Credit ?? none),
                ("Paid back before", refund?.Already ?? none)))
        {
            VatPercent = order.Totals.VatPercent,
        };
    }

    /// <summary>The note of money that staff gave back by hand, once it has a number; else null.</summary>
    public static CreditNote? Of(Refund refund, Order order, LegalEntity seller)
    {
        if (refund is not { Reason: { } reason, At: { } at, CreditNote: { } number }) return null;
        var none = refund.Total with { Amount = 0 };
        return new(
            number, at, seller, order.Delivery.Address, order.Id, null, [],
            [new(reason == RefundReason.Delivery ? "Delivery" : "Goodwill", refund.Total)],
            refund.Total, order.TaxWithin(refund.Total),
            Kept(
                ("To the card", refund.Amount), ("As store credit", refund.Credit ?? none),
                ("Paid back before", refund.Already ?? none)))
        {
            VatPercent = order.Totals.VatPercent,
        };
    }

    private static int Came(ReturnLine line) =>
        line.Findings.Sum(found => found.Quantity) - line.Found(Disposition.Missing);

    private static string Named(ReturnLine line) =>
        line.Options.Length == 0 ? line.Name : $"{line.Name} ({line.Options})";

    private static Money Minus(Money amount) => amount with { Amount = -amount.Amount };

    private static ImmutableArray<CreditSum> Kept(params ReadOnlySpan<(string Name, Money Amount)> sums)
    {
        var kept = ImmutableArray.CreateBuilder<CreditSum>(sums.Length);
        foreach (var (name, amount) in sums)
            if (amount.Amount != 0) kept.Add(new(name, amount));
        return kept.ToImmutable();
    }
}

/// <summary>Some units of one thing that came back.</summary>
public sealed record CreditLine(string Sku, string Name, int Quantity);

/// <summary>An amount and what it is called on paper.</summary>
public sealed record CreditSum(string Name, Money Amount);
