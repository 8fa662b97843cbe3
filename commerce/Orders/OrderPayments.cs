using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>How a placed order is paid anew, when the promise of its money has ended or does not do any more.</summary>
/// <remarks>
/// The new promise is had before the old one is let go, and takes its place in one write: whatever is refused, and
/// whoever dies meanwhile, the order is promised once. Nothing of the old one may have been taken by then.
/// </remarks>
public static class OrderPayments
{
    /// <summary>How often an order may be paid for in vain: who tries cards gets no further.</summary>
    public const int MaxAttempts = 10;

    /// <summary>Whether its goods are promised to the shopper, and her money is not promised to us any more.</summary>
    public static bool NeedsPayment(this Order order) =>
        order is { PlacedAt: not null, CapturedAt: null, Advance: null, Due.Amount: > 0 }
        && order.Payment?.Status is PaymentStatus.Voided or PaymentStatus.Declined
        && order.Shipments.Any(shipment => !shipment.IsOver);

    /// <summary>The attempt that is under way; null as a rule.</summary>
    public static PaymentAttempt? OpenAttempt(this Order order) =>
        order.Attempts?.FirstOrDefault(attempt => attempt.IsOpen);

    /// <summary>One of the order's attempts; null when it has no such.</summary>
    public static PaymentAttempt? Find(this Order order, Id<PaymentAttempt> id) =>
        order.Attempts?.FirstOrDefault(attempt => attempt.Id == id);

    /// <summary>Begins to pay an order anew whose promise has ended.</summary>
    /// <param name="amount">What the shopper was shown.</param>
    public static Result<Order> PayAgain(
        this Order order, Id<PaymentAttempt> id, Money amount, DateTimeOffset now)
    {
        if (order.Find(id) is not null) return order;
        if (!order.NeedsPayment()) return AttemptRefusals.NotNeeded;
        return amount == order.Due ? order.Begin(id, amount, now) : AttemptRefusals.OtherAmount;
    }

    /// <summary>Begins to have the money promised that an order will come to after a correction.</summary>
    public static Result<Order> PayFor(this Order order, Id<Correction> id, Order next, DateTimeOffset now)
    {
        if (order.Find(id.AsAttempt()) is not null) return order;
        if (order.Uncovered(next)?.Code is { } code && code != CorrectionRefusals.NotCovered.Code)
            return CorrectionRefusals.Captured;
        return order.Begin(id.AsAttempt(), next.Due, now);
    }

    /// <summary>Notes how an attempt stands at the provider.</summary>
    public static Result<Order> HearAttempt(this Order order, Id<PaymentAttempt> id, Payment payment)
    {
        if (order.Find(id) is not { } attempt) return AttemptRefusals.Unknown;
        return !attempt.IsOpen || attempt.Payment == payment ? order : order.With(attempt with { Payment = payment });
    }

    /// <summary>The promise that was had takes the place of the old one, if the order still wants it.</summary>
    public static Result<Order> Adopt(this Order order, Id<PaymentAttempt> id, DateTimeOffset now)
    {
        if (order.Find(id) is not { } attempt) return AttemptRefusals.Unknown;
        if (!attempt.IsOpen) return attempt.Reason is { } reason ? reason : order;
        return order.NeedsPayment() ? order.Take(attempt, now) : AttemptRefusals.NotNeeded;
    }

    /// <summary>The same for a correction, in the write that makes the order another one.</summary>
    internal static Result<Order> Adopt(this Order next, Id<Correction> id, DateTimeOffset now) =>
        next.Find(id.AsAttempt()) is { IsOpen: true } attempt ? next.Take(attempt, now) : CorrectionRefusals.NotCovered;

    /// <summary>An attempt came to nothing; the order and its old promise are as they were.</summary>
    public static Result<Order> EndAttempt(
        this Order order, Id<PaymentAttempt> id, Refusal reason, DateTimeOffset now)
    {
        if (order.Find(id) is not { } attempt) return AttemptRefusals.Unknown;
        return attempt.IsOpen ? order.With(attempt with { EndedAt = now, Reason = reason }) : order;
    }

    /// <summary>
    /// The provider will not give what it had promised, now or later: nothing has left after all, and what came off
    /// meanwhile was never sold.
    /// </summary>
    public static Result<Order> RefuseCapture(this Order order, Payment now)
    {
        // One that was replaced meanwhile is nobody's any more.
        bool others = order.Payment?.Provider != now.Provider;
        if (order.CapturedAt is not null || order.Payment == now || others) return order;
        var next = order with
        {
            Payment = now,
            CaptureBegunAt = null,
            Shipments = [.. order.Shipments.Select(one => one.HasLeft ? one : one with { LeavingAt = null })],
        };
        foreach (var off in order.TakenOff.Where(off => off.IsRefund))
        {
            var due = next.Due;
            next = next with
            {
                TakenOff = next.TakenOff.Replace(off, off with
                {
                    IsRefund = false,
                    Credit = off.Sums.Total <= due ? null : off.Sums.Total - due,
                }),
            };
        }

        return next;
    }

    /// <summary>The attempt of a correction has its id.</summary>
    public static Id<PaymentAttempt> AsAttempt(this Id<Correction> id) => new(id.Value);

    private static Result<Order> Begin(
        this Order order, Id<PaymentAttempt> id, Money amount, DateTimeOffset now)
    {
        if (order.OpenAttempt() is not null) return AttemptRefusals.UnderWay;
        var attempts = order.Attempts ?? [];
        return attempts.Length < MaxAttempts
            ? order with { Attempts = attempts.Add(new(id, amount, now)) }
            : AttemptRefusals.TooOften;
    }

    private static Result<Order> Take(this Order order, PaymentAttempt attempt, DateTimeOffset now)
    {
        if (attempt.Payment is not { Status: PaymentStatus.Authorised } payment) return OrderRefusals.NotNow;
        if (attempt.Amount < order.Due) return AttemptRefusals.OtherAmount;
        var paid = order.With(attempt with { EndedAt = now, Replaced = order.Payment });
        return paid with
        {
            Payment = payment,
            Promised = attempt.Amount == paid.Billed ? null : attempt.Amount,
            Cases = paid.CasesBut(OutsideRefusals.Lapsed),
        };
    }

    /// <summary>What needs a person, but for this; cases that a process waits for are taken down by it.</summary>
    internal static ImmutableArray<Attention> CasesBut(this Order order, Refusal over) =>
        order.Cases.RemoveAll(known => known.Process is null && known.Code == over.Code);

    private static Order With(this Order order, PaymentAttempt attempt) => order with
    {
        Attempts = order.Attempts!.Value.Replace(order.Find(attempt.Id)!, attempt),
    };
}
