using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What an attempt to pay a placed order anew asks of the provider, and notes on the order.</summary>
public sealed class AttemptActivities(
    TableStore store, IPayments payments, Settings settings, TimeProvider clock, ILogger<AttemptActivities> logger)
{
    [Function("PayAgain")]
    public async Task<Result<bool>> Begin([ActivityTrigger] PaymentAttemptStart start, CancellationToken stop)
    {
        var begun = await store.Update(
            start.Order, Cause(start, "begun"), order => order.PayAgain(start.Id, start.Amount!.Value, start.At!.Value),
            stop);
        return begun.As(_ => true);
    }

    [Function("AuthoriseAttempt")]
    public async Task<Result<PaymentStatus>> Authorise(
        [ActivityTrigger] PaymentAttemptStart start, CancellationToken stop)
    {
        var order = (await store.Find(start.Order, stop))?.Record;
        if (order?.Find(start.Id) is not { } attempt) return AttemptRefusals.Unknown;
        var ask = new Authorisation(
            order.Id.Value, start.Method, attempt.Amount, $"{settings.SiteUrl}/orders/{order.Id}", attempt.At)
        { Attempt = attempt.Id.Value };
        return await Note(start, attempt, await payments.Authorise(ask, stop), stop);
    }

    /// <summary>Asks how it stands: news are only a reason to ask.</summary>
    [Function("CheckAttempt")]
    public async Task<Result<PaymentStatus>> Check([ActivityTrigger] PaymentAttemptStart start, CancellationToken stop)
    {
        var order = (await store.Find(start.Order, stop))?.Record;
        if (order?.Find(start.Id) is not { Payment.Provider: { } provider } attempt) return AttemptRefusals.Unknown;
        return await Note(start, attempt, await payments.Look(provider, stop), stop);
    }

    [Function("AdoptPayment")]
    public async Task<Result<bool>> Adopt([ActivityTrigger] PaymentAttemptStart start, CancellationToken stop)
    {
        var adopted = await store.Update(
            start.Order, Cause(start, "adopted"), order => order.Adopt(start.Id, clock.GetUtcNow()), stop);
        return adopted.As(_ => true);
    }

    /// <summary>The promise that was replaced is given back, or the money where somebody took it there.</summary>
    [Function("VoidReplaced")]
    public async Task<Result<bool>> VoidReplaced([ActivityTrigger] PaymentAttemptStart start, CancellationToken stop)
    {
        var order = (await store.Find(start.Order, stop))?.Record;
        if (order?.Find(start.Id)?.Replaced?.Provider is not { } old) return true;
        return await LetGo(start, old, stop);
    }

    /// <summary>Gives back what this attempt had promised, and notes why it came to nothing.</summary>
    [Function("EndAttempt")]
    public async Task<Result<bool>> End([ActivityTrigger] PaymentAttemptEnd end, CancellationToken stop)
    {
        var (start, reason) = end;
        var order = (await store.Find(start.Order, stop))?.Record;
        if (order?.Find(start.Id) is not { IsOpen: true } attempt) return true;
        // A crash between the provider's yes and our note: ask by our own id.
        var provider = attempt.Payment?.Provider ?? (await payments.FindByAttempt(start.Id.Value, stop))?.Payment;
        if (provider is not null && (await LetGo(start, provider, stop)).Refusal is { } kept) return kept;
        var ended = await store.Update(
            start.Order, Cause(start, "ended"), now => now.EndAttempt(start.Id, reason, clock.GetUtcNow()), stop);
        return ended.As(_ => true);
    }

    /// <summary>Parcels that could not leave without money go on; those that never stood still do not mind.</summary>
    [Function("ResumeParcels")]
    public async Task<Result<bool>> Resume(
        [ActivityTrigger] PaymentAttemptStart start, [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        var order = (await store.Find(start.Order, stop))?.Record;
        foreach (var shipment in order?.Shipments.Where(one => !one.IsOver) ?? [])
        {
            await Processes.Tell(
                client, FulfilmentOrchestration.InstanceOf(shipment.Id), Flow.Resumed,
                new Resumption($"paid-{start.Id}"), stop);
        }

        return true;
    }

    private async Task<Result<bool>> LetGo(PaymentAttemptStart start, string provider, CancellationToken stop)
    {
        var answer = await payments.Void(start.Order.Value, provider, stop);
        if (answer.Refusal is not (null or PaymentRefusal.Unknown))
        {
            logger.LogError("{Order} has a promise too many at the provider: {Code}.", start.Order, answer.DeclineCode);
            return Payments.Words(answer.Refusal.Value);
        }

        if (answer is not { Standing: PaymentStanding.Captured, Elsewhere: { } taken }) return true;
        // Captured in the provider's dashboard, and the order is paid otherwise: nobody is to pay twice.
        var back = new RefundOrder($"{start.Id}-twice", start.Order.Value, provider, taken, clock.GetUtcNow());
        return (await payments.Refund(back, stop)).Succeeded ? true : OrderRefusals.RefundFailed;
    }

    private async Task<Result<PaymentStatus>> Note(
        PaymentAttemptStart start, PaymentAttempt attempt, PaymentAnswer answer, CancellationToken stop)
    {
        var payment = Payments.From(answer, attempt.At);
        if (payment != attempt.Payment)
        {
            var noted = await store.Update(
                start.Order, Cause(start, $"{payment.Status}"), order => order.HearAttempt(start.Id, payment), stop);
            if (noted.Refusal is { } unknown) return unknown;
        }

        if (answer.Refusal is { } why) return Payments.Words(why);
        return payment.Status is PaymentStatus.Declined or PaymentStatus.Voided
            ? OrderRefusals.Declined
            : payment.Status;
    }

    private static string Cause(PaymentAttemptStart start, string what) => $"payment-{start.Id}-{what}";
}
