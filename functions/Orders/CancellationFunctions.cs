using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Units that come off an order over HTTP: by shoppers until picking, by staff until they leave.</summary>
public sealed class CancellationFunctions(TableStore store, Tokens tokens, Policies policies, TimeProvider clock)
{
    [Function("PutCancellation")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "orders/{id}/cancellations/{cancellation}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string cancellation, CancellationToken stop) =>
        Id<Order>.TryParse(id, out var order) && tokens.Holds(request, order)
            ? await Cancel(request, client, order, cancellation, CancelledBy.Shopper, stop)
            : Answers.Problem(OrderRefusals.Unknown);

    [Function("GetCancellation")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "orders/{id}/cancellations/{cancellation}")]
        HttpRequest request, [DurableClient] DurableTaskClient client, string id, string cancellation,
        CancellationToken stop)
    {
        if (!Id<Order>.TryParse(id, out var order) || !tokens.Holds(request, order)
            || await store.Find(order, stop) is not { Record: var record })
            return Answers.Problem(OrderRefusals.Unknown);
        if (!Id<TakenOff>.TryParse(cancellation, out var asked)) return Answers.Problem(CancelRefusals.Unknown);
        if (record.TakenOff.FirstOrDefault(off => off.Id == asked) is { } known)
            return Answers.Ok(CancellationViews.Of(record, known));
        // Refused, or so young that the order does not know it yet.
        var process = await client.GetInstanceAsync(asked.Value, getInputsAndOutputs: true, stop);
        if (process?.Name != nameof(CancellationOrchestration)
            || process.ReadInputAs<CancellationStart>()?.Order != order) return Answers.Problem(CancelRefusals.Unknown);
        return process.IsCompleted && process.ReadOutputAs<Result<Removal>>()?.Refusal is { } refusal
            ? Answers.Problem(refusal)
            : Answers.Ok(new { Id = asked, Order = order, Status = "Asked" });
    }

    [Function("PutStaffCancellation")]
    public async Task<IResult> PutForStaff(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/orders/{id}/cancellations/{cancellation}")]
        HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, string cancellation, CancellationToken stop) =>
        Id<Order>.TryParse(id, out var order)
            ? await Cancel(request, client, order, cancellation, CancelledBy.Staff, stop)
            : Answers.Problem(OrderRefusals.Unknown);

    private async Task<IResult> Cancel(
        HttpRequest request, DurableTaskClient client, Id<Order> order, string cancellation, CancelledBy by,
        CancellationToken stop)
    {
        if (!Id<TakenOff>.TryParse(cancellation, out var id)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var start = Parse(fields, id, order, by);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if ((await Check(client, start, stop)).Refusal is { } refusal) return Answers.Problem(refusal);

        var begun = await Processes.Start(
            client, nameof(CancellationOrchestration), id.Value, start, Same, CancelRefusals.Taken);
        if (begun.Refusal is { } taken) return Answers.Problem(taken);
        var outcome = await Processes.Outcome<Removal>(client, id.Value, stop);
        var prefix = by == CancelledBy.Staff ? "/api/staff" : "/api";
        var now = (await store.Find(order, stop))?.Record;
        var view = now?.TakenOff.FirstOrDefault(off => off.Id == id) is { } known
            ? CancellationViews.Of(now, known)
            : new { Id = id, Order = order, Status = "Asked" };
        return Answers.Ended(request, outcome, $"{prefix}/orders/{order}", view);
    }

    /// <summary>Whether the order would refuse it; what was asked for before is answered by its process.</summary>
    private async Task<Result<Order>> Check(DurableTaskClient client, CancellationStart start, CancellationToken stop)
    {
        if (await store.Find(start.Order, stop) is not { Record: var order }) return OrderRefusals.Unknown;
        if (await client.GetInstanceAsync(start.Id.Value, stop) is not null) return order;
        if (order.TakenOff.Any(off => off.Id == start.Id)) return order;
        return order.TakeOff(start.Wish, await policies.Of(order.PolicyVersion, stop), clock.GetUtcNow());
    }

    private static CancellationStart Parse(Fields fields, Id<TakenOff> id, Id<Order> order, CancelledBy by)
    {
        ImmutableArray<Goods> lines =
        [
            .. fields.OptionalList("lines", Cart.MaxLines).Select(line => new Goods(
                line.Text("sku", 60), line.Number("quantity", 1, Cart.MaxQuantity))),
        ];
        var reason = by == CancelledBy.Staff
            ? fields.Name<CancelReason>("reason")
            : fields.OptionalName<CancelReason>("reason") ?? CancelReason.ChangedMind;
        if (by == CancelledBy.Shopper && reason is not (CancelReason.ChangedMind or CancelReason.Withdrawal))
            fields.Refuse("reason", "ChangedMind or Withdrawal.");
        Id<Shipment>? parcel = null;
        if (fields.Optional("shipment", 60) is { } text)
        {
            if (Shipment.TryParse(text, out var shipment) && Shipment.OrderOf(shipment) == order) parcel = shipment;
            else fields.Refuse("shipment", "A parcel of this order.");
        }

        return new(id, order, by, reason, parcel, lines);
    }

    private static bool Same(CancellationStart first, CancellationStart again) =>
        (first.Order, first.By, first.Reason, first.Shipment) == (again.Order, again.By, again.Reason, again.Shipment)
        && first.Lines.SequenceEqual(again.Lines);
}

/// <summary>A cancellation as its shopper, or staff, see it.</summary>
public static class CancellationViews
{
    public static object Of(Order order, TakenOff off)
    {
        var refund = order.Refunds.FirstOrDefault(one => one.Id == off.Refund);
        return new
        {
            off.Id,
            Order = order.Id,
            Status = off.DoneAt is null ? "UnderWay" : "Done",
            off.At,
            off.By,
            off.Reason,
            All = off.IsAll,
            Lines = off.Lines.Select(line => new { line.Sku, Quantity = line.Units.Length }),
            Amount = off.Sums.Total,
            // Either it was never charged, or it was paid back.
            NotCharged = off.IsRefund ? null : (Money?)off.OnCard,
            Refunded = refund is { Paid: true } ? (Money?)refund.Amount : null,
            Credit = off.Credit ?? refund?.Credit,
            off.Sums.Points,
            off.CreditNote,
        };
    }
}
