using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What staff look at first: lists by state, what needs a person, poisoned messages.</summary>
public sealed class StaffFunctions(TableStore store, OrderViews orders, Poison poison)
{
    private const int CountAtMost = 1000;

    [Function("GetStaffSummary")]
    public async Task<IResult> Summary(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/summary")] HttpRequest request,
        CancellationToken stop) => Answers.Ok(new
        {
            Orders = await Count("orders", Lists.OfOrders, stop),
            Returns = await Count("returns", Lists.OfReturns, stop),
            PurchaseOrders = await Count("purchase-orders", PurchaseKinds.OfOrders, stop),
            Clearances = await Count("clearances", Lists.OfClearances, stop),
            Breaches = await Count("breaches", PrivacyKinds.OfBreaches, stop),
            Drift = (await store.Find(DriftCheck.Latest, stop))?.Record.Drifted ?? 0,
            Poison = (await poison.List(stop)).Count,
        });

    [Function("GetStaffOrders")]
    public async Task<IResult> Orders(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/orders")] HttpRequest request,
        CancellationToken stop)
    {
        if (Page.Of(request, Lists.OfOrders).IsRefused(out var refusal, out var page)) return Answers.Problem(refusal);
        var found = await store.List<Order>($"orders.{page.List}", page.Limit, page.Cursor, stop);
        return Answers.Ok(new
        {
            Items = found.Items.Select(stored => Row(stored.Record)),
            found.Cursor,
        });
    }

    [Function("GetStaffReturns")]
    public async Task<IResult> Returns(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/returns")] HttpRequest request,
        CancellationToken stop)
    {
        if (Page.Of(request, Lists.OfReturns).IsRefused(out var refusal, out var page)) return Answers.Problem(refusal);
        var found = await store.List<Return>($"returns.{page.List}", page.Limit, page.Cursor, stop);
        return Answers.Ok(new { Items = found.Items.Select(stored => Row(stored.Record)), found.Cursor });
    }

    [Function("GetStaffOrder")]
    public async Task<IResult> Order(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/orders/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop) =>
        Id<Order>.TryParse(id, out var order)
            ? await orders.Answer(request, client, order, forStaff: true, stop)
            : Answers.Problem(OrderRefusals.Unknown);

    [Function("PutOrderResumption")]
    public async Task<IResult> ResumeOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/orders/{id}/resumption")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<Order>.TryParse(id, out var order) || await store.Find(order, stop) is not { } stored)
            return Answers.Problem(OrderRefusals.Unknown);
        if (stored.Record.Attention is { Waits: true, Process: { } process } stuck)
            await Processes.Tell(client, process, Flow.Resumed, Resumptions.Of(stuck), stop);
        else if (stored.Record.Attention is { } seen)
            await store.Update(order, $"seen-{seen.Since.UtcTicks}", now => now.Resume(seen.Process), stop);
        return Answers.Accepted(request, $"/api/staff/orders/{order}", new { Id = order });
    }

    [Function("PutReturnResumption")]
    public async Task<IResult> ResumeReturn(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/returns/{id}/resumption")] HttpRequest request,
        [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (!Id<Return>.TryParse(id, out var back) || await store.Find(back, stop) is not { } stored)
            return Answers.Problem(ReturnRefusals.Unknown);
        if (stored.Record.Attention is { Waits: true } stuck)
            await Processes.Tell(client, back.Value, Flow.Resumed, Resumptions.Of(stuck), stop);
        else if (stored.Record.Attention is { } seen)
            await store.Update(back, $"seen-{seen.Since.UtcTicks}", now => now.Resume(), stop);
        return Answers.Accepted(request, $"/api/staff/returns/{back}", new { Id = back });
    }

    [Function("GetPoison")]
    public async Task<IResult> PoisonList(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/poison")] HttpRequest request,
        CancellationToken stop) => Answers.Ok(new { Items = await poison.List(stop) });

    [Function("PutPoisonReplay")]
    public async Task<IResult> Replay(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/poison/{queue}/{id}/replay")]
        HttpRequest request, string queue, string id, CancellationToken stop)
    {
        // Not there any more: somebody replayed it already.
        bool replayed = await poison.Replay(queue, id, stop);
        return Answers.Ok(new { Queue = queue, Id = id, Replayed = replayed });
    }

    [Function("DeletePoison")]
    public async Task<IResult> Drop(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "staff/poison/{queue}/{id}")]
        HttpRequest request, string queue, string id, CancellationToken stop)
    {
        // Not there any more: somebody dropped or replayed it already.
        bool dropped = await poison.Drop(queue, id, stop);
        return Answers.Ok(new { Queue = queue, Id = id, Dropped = dropped });
    }

    private async Task<Dictionary<string, int>> Count(string kind, string[] names, CancellationToken stop)
    {
        var counts = await Task.WhenAll(names.Select(name => store.Count($"{kind}.{name}", CountAtMost, stop)));
        return names.Zip(counts).ToDictionary(pair => Camel(pair.First), pair => pair.Second);
    }

    private static string Camel(string name) => string.Concat(name.Split('-').Select((part, at) =>
        at == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));

    private static object Row(Order order) => new
    {
        order.Id,
        Number = OrderViews.NumberOf(order.Id),
        order.Status,
        order.Totals.Total,
        order.PlacedAt,
        Location = string.Join(", ", order.Shipments.Select(shipment => shipment.Location)),
        Shipments = OrderViews.ShipmentsOf(order),
        order.Attention,
        Lines = order.Lines.Select(line => new { line.Sku, line.Name, line.Options, line.Quantity, line.WeightGrams }),
    };

    private static object Row(Return back) => new
    {
        back.Id,
        back.Order,
        back.Status,
        back.OpenedAt,
        back.Label,
        back.Attention,
        Lines = back.Lines.Select(line => new { line.Sku, line.Name, line.Options, line.Quantity, line.Reason }),
    };
}
