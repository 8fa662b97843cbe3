using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>A placed order whose money is not there any more is paid again, with another card or the same.</summary>
public sealed class AttemptFunctions(
    TableStore store, Policies policies, Tokens tokens, IMessages messages, TimeProvider clock)
{
    [Function("PutOrderPayment")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "orders/{id}/payments/{payment}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string payment, CancellationToken stop)
    {
        if (!Id<PaymentAttempt>.TryParse(payment, out var attempt)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        if (!Id<Order>.TryParse(id, out var order) || !tokens.Holds(request, order)
            || await store.Find(order, stop) is not { Record: var record })
            return Answers.Problem(OrderRefusals.Unknown);
        var (method, amount) = (fields.Text("paymentMethod", 200), fields.Money("amount"));
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        // What is known already is answered by its process.
        if (record.PayAgain(attempt, amount, clock.GetUtcNow()).Refusal is { } refusal) return Answers.Problem(refusal);

        var policy = PolicyVersion.Of(await policies.Of(record.PolicyVersion, stop));
        var begun = await Processes.Start(
            client, nameof(PaymentOrchestration), PaymentOrchestration.InstanceOf(order, attempt),
            new PaymentAttemptStart(attempt, order, method, amount, policy), Same, AttemptRefusals.Taken);
        return begun.Refusal is { } taken
            ? Answers.Problem(taken)
            : Answers.Accepted(request, $"/api/orders/{order}", new { Id = attempt, Order = order });
    }

    /// <summary>Staff ask the shopper once more to pay; the letter goes out once per request.</summary>
    [Function("PutPaymentRequest")]
    public async Task<IResult> AskAgain(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/orders/{id}/payment-requests/{ask}")]
        HttpRequest request, string id, string ask, CancellationToken stop)
    {
        if (!Guid.TryParse(ask, out var cause)) return Answers.Problem(EdgeRefusals.Id);
        if (!Id<Order>.TryParse(id, out var order) || await store.Find(order, stop) is not { Record: var record })
            return Answers.Problem(OrderRefusals.Unknown);
        if (!record.NeedsPayment()) return Answers.Problem(AttemptRefusals.NotNeeded);
        await messages.Send(PaymentNeeded.Queue, new PaymentNeeded(order, $"{cause}"), stop);
        return Answers.Accepted(request, $"/api/staff/orders/{order}", new { Id = cause, Order = order });
    }

    private static bool Same(PaymentAttemptStart first, PaymentAttemptStart again) =>
        (first.Order, first.Method, first.Amount) == (again.Order, again.Method, again.Amount);
}
