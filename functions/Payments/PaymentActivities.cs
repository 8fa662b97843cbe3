using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a checkout and a fulfilment ask of the payment provider, and note on the order.</summary>
public sealed class PaymentActivities(
    TableStore store, IPayments payments, OutsideNews outside, IMessages messages, Settings settings,
    ILogger<PaymentActivities> logger)
{
    [Function("AuthorisePayment")]
    public async Task<Result<PaymentStatus>> Authorise([ActivityTrigger] PaymentStart start, CancellationToken stop)
    {
        var order = (await store.Find(start.Order, stop))?.Record;
        if (order is null) return OrderRefusals.Unknown;
        if (order.Due.Amount == 0) return await Note(order.Id, WithoutCard(start.FirstTried), "authorised", stop);
        var answer = await payments.Authorise(
            new(order.Id.Value, start.Method, order.Due, $"{settings.SiteUrl}/orders/{order.Id}",
                start.FirstTried), stop);
        if (answer.Refusal is { } why) return await Refuse(order.Id, answer, why, start.FirstTried, stop);
        return await Note(order.Id, Payments.From(answer, start.FirstTried), "authorised", stop);
    }

    /// <summary>Asks how the payment stands: news are only a reason to ask.</summary>
    [Function("CheckPayment")]
    public async Task<Result<PaymentStatus>> Check([ActivityTrigger] Id<Order> id, CancellationToken stop)
    {
        var order = (await store.Find(id, stop))?.Record;
        if (order?.Payment is not { Provider: { } provider } payment) return OrderRefusals.NotNow;
        var answer = await payments.Look(provider, stop);
        if (answer.Refusal is { } why) return await Refuse(id, answer, why, payment.FirstTried, stop);
        var now = Payments.From(answer, payment.FirstTried);
        if (now.Status == PaymentStatus.ActionRequired) return now.Status;
        return await Note(id, now, $"checked-{now.Status}", stop);
    }

    [Function("VoidPayment")]
    public async Task<Result<PaymentStatus>> Void([ActivityTrigger] Id<Order> id, CancellationToken stop)
    {
        var order = (await store.Find(id, stop))?.Record;
        if (order is null || order.Billed.Amount == 0) return PaymentStatus.Voided;

        var provider = order.Payment?.Provider;
        if (provider is null)
        {
            // A crash between the provider's yes and our note: ask by our own id.
            var found = await payments.FindByOrder(id.Value, stop);
            if (found is null) return PaymentStatus.Voided;
            if (found.Refusal is { } hidden) return Payments.Words(hidden);
            provider = found.Payment!;
        }

        var answer = await payments.Void(id.Value, provider, stop);
        if (answer.Refusal == PaymentRefusal.Unknown) return PaymentStatus.Voided;
        if (answer.Refusal is { } why) return Payments.Words(why);
        var now = Payments.From(answer, order.Payment?.FirstTried ?? order.OpenedAt);
        // Captured in the provider's dashboard, it is given back there as well.
        if (now.Status == PaymentStatus.Captured && await outside.IsPaidBack(order, stop))
            now = now with { Status = PaymentStatus.Voided };
        if (now.Status is PaymentStatus.Captured or PaymentStatus.Authorised) return OrderRefusals.NotNow;
        return await Set(id, now, "voided", stop);
    }

    /// <summary>Takes the money of the whole order, when the first of it leaves.</summary>
    [Function("CapturePayment")]
    public async Task<Result<PaymentStatus>> Capture([ActivityTrigger] OrderMoment moment, CancellationToken stop)
    {
        // The order says first that it is being taken, and how much: of a cancellation at the same time one is first.
        // Each time that it is tried, since it may have been refused, and paid anew meanwhile.
        var begun = await store.Update(
            moment.Order, $"{moment.Leaving?.Value ?? moment.Order.Value}-leaves-{moment.At.UtcTicks}",
            known => known.Payment is null
                ? OrderRefusals.NotNow
                : known.BeginCapture(moment.Leaving, moment.At),
            stop);
        if (begun.IsRefused(out var refusal, out var order))
        {
            if (refusal == OutsideRefusals.Lapsed) await AskToPay(moment.Order, stop);
            return refusal;
        }

        if (order.Payment is not { } payment) return OrderRefusals.NotNow;
        if (order.CapturedAt is not null) return PaymentStatus.Captured;
        var now = await Take(order, payment, stop);
        if (now is { Status: PaymentStatus.Voided or PaymentStatus.Declined })
        {
            var refused = await store.Update(
                order.Id, $"not-captured-{now.Provider}", known => known.RefuseCapture(now), stop);
            if (refused.Refusal is { } unknown) return unknown;
            await AskToPay(order.Id, stop);
            return OutsideRefusals.Lapsed;
        }

        if (now?.Status != PaymentStatus.Captured) return OrderRefusals.NotCaptured;
        var captured = await store.Update(order.Id, "captured", record => record.Capture(now, moment.At), stop);
        return captured.As(_ => now.Status);
    }

    // She is written to once for each promise that ends, whoever notices.
    private async Task AskToPay(Id<Order> id, CancellationToken stop)
    {
        if ((await store.Find(id, stop))?.Record is { } order && order.NeedsPayment())
            await messages.Send(PaymentNeeded.Queue, PaymentNeeded.Of(order), stop);
    }

    /// <summary>How the payment stands after asking for it; null where the provider will not say.</summary>
    private async Task<Payment?> Take(Order order, Payment payment, CancellationToken stop)
    {
        if (payment.Provider is not { } provider) return payment with { Status = PaymentStatus.Captured };
        if (order.Due.Amount == 0)
        {
            // What is left of it is paid by credit: the promise of the card is given back.
            await payments.Void(order.Id.Value, provider, stop);
            return payment with { Status = PaymentStatus.Captured };
        }

        var answer = await payments.Capture(order.Id.Value, provider, order.Due, stop);
        if (answer.Refusal is not null)
        {
            logger.LogError("{Order} cannot be captured: {Code}.", order.Id, answer.DeclineCode);
            return null;
        }

        // Somebody was faster in the provider's dashboard: that has an entry of its own.
        if (answer.Elsewhere is not null) (await outside.Hear(order, stop)).OrThrow();
        return Payments.From(answer, payment.FirstTried);
    }

    // Credit pays for all of it: there is nothing to ask a bank for.
    private static Payment WithoutCard(DateTimeOffset at) => new(PaymentStatus.Authorised, null, null, null, null, at);

    /// <summary>Asking again would change nothing: the shopper reads why, and staff where the fault is ours.</summary>
    private async Task<Refusal> Refuse(
        Id<Order> id, PaymentAnswer answer, PaymentRefusal why, DateTimeOffset at, CancellationToken stop)
    {
        var (refusal, code) = (Payments.Words(why), answer.DeclineCode ?? "no code");
        bool ours = refusal == OrderRefusals.Unavailable;
        if (ours) logger.LogError("{Order} needs a person at the payment provider: {Code}.", id, code);
        var attention = new Attention(
            refusal.Code, $"The payment provider does not serve the shop ({code}): look into account and keys.", at);
        var noted = await store.Update(
            id, "refused",
            order => ours
                ? (order with { Payment = Payments.From(answer, at) }).AskForPerson(attention)
                : order.SetPayment(Payments.From(answer, at)), stop);
        return noted.Refusal ?? refusal;
    }

    private async Task<Result<PaymentStatus>> Note(
        Id<Order> id, Payment payment, string cause, CancellationToken stop)
    {
        if (payment.Status is PaymentStatus.Declined or PaymentStatus.Voided)
        {
            var noted = await Set(id, payment, "declined", stop);
            return noted.Refusal ?? OrderRefusals.Declined;
        }

        var changed = await store.Update(
            id, cause,
            order => payment.Status == PaymentStatus.ActionRequired
                ? order.AwaitPayment(payment)
                : order.Authorise(payment), stop);
        return changed.As(_ => payment.Status);
    }

    private async Task<Result<PaymentStatus>> Set(
        Id<Order> id, Payment payment, string cause, CancellationToken stop) =>
        (await store.Update(id, cause, order => order.SetPayment(payment), stop)).As(_ => payment.Status);
}

/// <summary>Puts the provider's words into ours.</summary>
public static class Payments
{
    public static Payment From(PaymentAnswer answer, DateTimeOffset firstTried) => new(
        answer.Standing switch
        {
            PaymentStanding.ActionRequired => PaymentStatus.ActionRequired,
            PaymentStanding.Authorised => PaymentStatus.Authorised,
            PaymentStanding.Captured => PaymentStatus.Captured,
            PaymentStanding.Declined or PaymentStanding.Refused => PaymentStatus.Declined,
            PaymentStanding.Voided => PaymentStatus.Voided,
            // The provider is still thinking: we ask again, as while the shopper is at her bank.
            PaymentStanding.Pending => PaymentStatus.ActionRequired,
        },
        answer.Payment, answer.ActionUrl, answer.Brand, answer.Last4, firstTried);

    /// <summary>What the shopper reads where the provider will not, today or tomorrow.</summary>
    public static Refusal Words(PaymentRefusal why) => why switch
    {
        PaymentRefusal.TooMuch => OrderRefusals.AmountTooLarge,
        PaymentRefusal.TooLittle => OrderRefusals.AmountTooSmall,
        PaymentRefusal.Currency => OrderRefusals.CurrencyNotTaken,
        PaymentRefusal.Unknown or PaymentRefusal.Closed => OrderRefusals.Unavailable,
    };
}
