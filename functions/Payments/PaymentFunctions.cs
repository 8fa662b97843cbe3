using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>News from the payment provider: verified at the door, understood behind the queue.</summary>
public sealed class PaymentFunctions(
    TableStore store, IPayments payments, IMessages messages, OutsideNews outside, TimeProvider clock,
    ILogger<PaymentFunctions> logger)
{
    public const string Queue = "payment-news";

    [Function("StripeWebhook")]
    public async Task<IResult> Receive(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "webhooks/stripe")] HttpRequest request,
        CancellationToken stop)
    {
        var body = await Body.ReadText(request, stop);
        if (body.IsRefused(out var refusal, out var text)) return Answers.Problem(refusal);
        string signature = request.Headers["Stripe-Signature"].ToString();
        var read = Notices.Read(() => payments.Read(text, signature, clock.GetUtcNow()));
        if (read.IsRefused(out var wrong, out var notice)) return Answers.Problem(wrong);
        await messages.Send(Queue, notice, stop);
        return Answers.Ok(new { received = true });
    }

    /// <summary>Tells the checkout that there is news, or opens a case where the checkout is over.</summary>
    [Function("HearPaymentNews")]
    public async Task Hear(
        [QueueTrigger(Queue)] PaymentNotice notice, [DurableClient] DurableTaskClient client, CancellationToken stop)
    {
        // A dispute names the payment only.
        var named = notice.Order ?? (await Look(notice, stop))?.Order;
        if (!Id<Order>.TryParse(named, out var id))
        {
            logger.LogInformation("The notice {Event} is about no order of ours: dropped.", notice.Event);
            return;
        }

        var order = (await store.Find(id, stop))?.Record;
        if (order is null)
        {
            if (await client.GetInstanceAsync(id.Value, stop) is null)
            {
                logger.LogInformation("The notice {Event} is about an order that is not here: dropped.", notice.Event);
                return;
            }

            // The provider was faster than our first note: the queue brings this again.
            throw new InvalidOperationException($"The order {id} is not opened yet.");
        }

        if (notice.Kind is "charge.dispute.created" or "refund.failed") await OpenCase(id, notice, stop);
        else if (order.Attempts is not null) await HearAttempt(client, order, notice, stop);
        else if (order.Status is OrderStatus.Failed or OrderStatus.Expired) await TakeBackLate(order, notice, stop);
        else if (order.Status is OrderStatus.StockHeld or OrderStatus.AwaitingPayment)
            await Processes.Tell(
                client, id.Value, CheckoutOrchestration.PaymentHeard, new PaymentNews(notice.Event), stop);
        await HearMoney(order, notice with { Order = id.Value }, stop);
    }

    /// <summary>Somebody may have moved the money at the provider, or it has lapsed there.</summary>
    private async Task HearMoney(Order order, PaymentNotice notice, CancellationToken stop)
    {
        if (notice.TellsOfMoney) (await outside.Hear(order, stop)).OrThrow();
        if (notice.Kind == "charge.dispute.closed") Warn(order.Id, notice);
        var now = clock.GetUtcNow();
        if (!notice.TellsOfLapse || notice.Payment is not { } payment || payment != order.Payment?.Provider) return;
        var lost = order;
        if (!ReferenceEquals(order.LosePayment(now).Value, order))
        {
            if ((await payments.Look(payment, stop)).Standing != PaymentStanding.Voided) return;
            Warn(order.Id, notice);
            lost = (await store.Update(
                order.Id, $"notice-{notice.Event}",
                known => known.Payment?.Provider == payment ? known.LosePayment(now) : known, stop)).OrThrow();
        }

        if (lost.NeedsPayment()) await messages.Send(PaymentNeeded.Queue, PaymentNeeded.Of(lost), stop);
    }

    /// <summary>Tells who waits for the shopper's bank; what was promised too late is given back.</summary>
    private async Task HearAttempt(
        DurableTaskClient client, Order order, PaymentNotice notice, CancellationToken stop)
    {
        if (order.OpenAttempt() is { } attempt)
        {
            var news = new PaymentNews(notice.Event);
            string[] either = [PaymentOrchestration.InstanceOf(order.Id, attempt.Id), attempt.Id.Value];
            foreach (string instance in either)
                await Processes.Tell(client, instance, CheckoutOrchestration.PaymentHeard, news, stop);
        }
        else if (notice.Payment is { } payment && payment != order.Payment?.Provider
            && (await Look(notice, stop))?.Standing == PaymentStanding.Authorised)
        {
            await payments.Void(order.Id.Value, payment, stop);
        }
    }

    // An alert counts these words.
    private void Warn(Id<Order> id, PaymentNotice notice) =>
        logger.LogWarning("{Order}: the provider says {Kind}.", id, notice.Kind);

    private async Task OpenCase(Id<Order> id, PaymentNotice notice, CancellationToken stop)
    {
        Warn(id, notice);
        var code = notice.Kind == "refund.failed" ? "refund.failed" : "payment.disputed";
        var attention = new Attention(code, $"The payment provider says {notice.Kind}.", clock.GetUtcNow());
        await store.Update(id, $"notice-{notice.Event}", order => order.AskForPerson(attention), stop);
    }

    /// <summary>Money was promised after the checkout had given up: give it back.</summary>
    private async Task TakeBackLate(Order order, PaymentNotice notice, CancellationToken stop)
    {
        var standing = (await Look(notice, stop))?.Standing;
        if (standing == PaymentStanding.Authorised) await payments.Void(order.Id.Value, notice.Payment!, stop);
        if (standing == PaymentStanding.Captured && !await outside.IsPaidBack(order, stop))
            await OpenCase(order.Id, notice, stop);
    }

    /// <summary>How the payment that the notice names stands; null where the provider knows none such.</summary>
    /// <exception cref="InvalidOperationException">The provider does not say: the queue asks again.</exception>
    private async Task<PaymentAnswer?> Look(PaymentNotice notice, CancellationToken stop)
    {
        if (notice.Payment is not { } payment) return null;
        var answer = await payments.Look(payment, stop);
        if (answer.Refusal == PaymentRefusal.Unknown)
        {
            logger.LogWarning("The notice {Event} names a payment that the provider has not.", notice.Event);
            return null;
        }

        return answer.Refusal is null
            ? answer
            : throw new InvalidOperationException($"The provider does not say how {payment} stands: {answer.Refusal}.");
    }
}
