using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What staff decide about purchase orders, and what they see of them.</summary>
public sealed class PurchaseFunctions(
    TableStore store, Timelines timelines, CatalogBlobs catalog, ShopPolicy policy, TimeProvider clock)
{
    /// <summary>How far ahead a supplier may promise.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromDays(366);

    [Function("GetPurchaseOrders")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/purchase-orders")] HttpRequest request,
        CancellationToken stop)
    {
        if (Page.Of(request, PurchaseKinds.OfOrders).IsRefused(out var refusal, out var page))
            return Answers.Problem(refusal);
        var found = await store.List<PurchaseOrder>($"purchase-orders.{page.List}", page.Limit, page.Cursor, stop);
        var names = new Dictionary<Id<Supplier>, string?>();
        foreach (var supplier in found.Items.Select(stored => stored.Record.Supplier).Distinct())
            names[supplier] = await NameOf(supplier, stop);
        var sold = await catalog.Current(stop);
        return Answers.Ok(new
        {
            Items = found.Items.Select(
                stored => PurchaseViews.Row(stored.Record, names[stored.Record.Supplier], sold)),
            found.Cursor,
        });
    }

    [Function("GetPurchaseOrder")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/purchase-orders/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (await Find(id, stop) is not { } stored) return Answers.Problem(PurchaseRefusals.Unknown);
        var name = await NameOf(stored.Record.Supplier, stop);
        var timeline = await timelines.Of(
            $"purchase-orders/{stored.Record.Id}", await store.Timeline(stored.Record.Id, stop), stop);
        var view = PurchaseViews.View(stored, name, await catalog.Current(stop), timeline);
        return Answers.Tagged(request, $"{stored.Version}", view);
    }

    /// <summary>A person proposes; it is sent when it is approved, as those that the shop proposes by itself.</summary>
    [Function("PutPurchaseOrder")]
    public async Task<IResult> Propose(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/purchase-orders/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<PurchaseOrder>.TryParse(id, out var order)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var (supplier, location) = (fields.Id<Supplier>("supplier"), fields.Text("location", 20));
        Places.Check(fields, "location", location, policy);
        ImmutableArray<PurchaseAsk> asked =
        [
            .. fields.List("lines", PurchaseOrder.MaxLines).Select(line => new PurchaseAsk(
                line.Text("sku", 60), line.Number("quantity", 1, Stock.MaxReceipt))),
        ];
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if ((await store.Find(supplier, stop))?.Record is not { } seller)
            return Answers.Problem(SupplierRefusals.Unknown);

        var made = await store.Insert(
            order, "proposed", () => PurchaseOrder.Propose(order, seller, location, asked, clock.GetUtcNow()), stop);
        if (made.IsRefused(out var refusal, out var now))
            return Answers.Problem(refusal.Code == "record.exists" ? PurchaseRefusals.Taken : refusal);
        bool same = now.Supplier == supplier && now.Location == location
            && now.Lines.Select(line => new PurchaseAsk(line.Sku, line.Quantity)).SequenceEqual(asked);
        return same
            ? Answers.Ok(PurchaseViews.Row(now, seller.Name, await catalog.Current(stop)))
            : Answers.Problem(PurchaseRefusals.Taken);
    }

    [Function("PutPurchaseLine")]
    public async Task<IResult> SetLine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/purchase-orders/{id}/lines/{sku}")]
        HttpRequest request, string id, string sku, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        int quantity = fields.Number("quantity", 1, Stock.MaxReceipt);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (await Find(id, stop) is not { Record: var order }) return Answers.Problem(PurchaseRefusals.Unknown);
        if ((await store.Find(order.Supplier, stop))?.Record is not { } seller)
            return Answers.Problem(SupplierRefusals.Unknown);

        // Each request is a cause of its own: it sets a state, so a repetition changes nothing.
        var changed = await store.Update(
            order.Id, $"line-{Guid.NewGuid():N}", now => now.SetLine(new(sku, quantity), seller), stop);
        return changed.IsRefused(out var refusal, out var now)
            ? Answers.Problem(refusal)
            : Answers.Ok(PurchaseViews.Row(now, seller.Name, await catalog.Current(stop)));
    }

    [Function("PutPurchaseApproval")]
    public async Task<IResult> Approve(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/purchase-orders/{id}/approval")]
        HttpRequest request, [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (await Find(id, stop) is not { Record: var order }) return Answers.Problem(PurchaseRefusals.Unknown);
        if ((await store.Find(order.Supplier, stop))?.Record is not { } supplier)
            return Answers.Problem(SupplierRefusals.Unknown);
        var would = order.Send(supplier, policy.Purchasing, clock.GetUtcNow());
        if (would.Refusal is { } refusal && order.SentAt is null) return Answers.Problem(refusal);

        var begun = await Processes.Start(
            client, nameof(PurchaseOrchestration), order.Id.Value, new PurchaseStart(order.Id, policy.Purchasing),
            (first, again) => first.Order == again.Order, PurchaseRefusals.NotNow);
        return begun.Refusal is { } taken ? Answers.Problem(taken) : Accepted(request, order);
    }

    [Function("PutPurchaseConfirmation")]
    public async Task<IResult> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/purchase-orders/{id}/confirmation")]
        HttpRequest request, [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var now = clock.GetUtcNow();
        var due = fields.OptionalBy("due", policy.Seller) ?? default;
        if (due < now.AddDays(-1) || due > now + Furthest)
            fields.Refuse("due", "A day or a time within the coming year.");
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        return await Tell(
            request, client, id, order => order.Confirm(due), order => order.DueAt == due,
            version => new($"confirmed-{due.UtcTicks}-{version}", due, InPart: false), stop);
    }

    [Function("PutPurchaseClosure")]
    public Task<IResult> CloseShort(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/purchase-orders/{id}/closure")]
        HttpRequest request, [DurableClient] DurableTaskClient client, string id, CancellationToken stop) => Tell(
            request, client, id, order => order.CloseShort(clock.GetUtcNow()),
            order => order.Status == PurchaseStatus.ClosedShort,
            version => new($"closed-short-{version}", null, InPart: true), stop);

    /// <summary>Nobody waits for a proposal: it is cancelled at once. What was sent, its process takes back.</summary>
    [Function("PutPurchaseCancellation")]
    public async Task<IResult> Cancel(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/purchase-orders/{id}/cancellation")]
        HttpRequest request, [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await Find(id, stop) is not { Record: { Status: PurchaseStatus.Proposed } proposal })
            return await Tell(
                request, client, id, order => order.Cancel(now), order => order.Status == PurchaseStatus.Cancelled,
                version => new($"cancelled-{version}", null, InPart: false), stop);
        var cancelled = await store.Update(
            proposal.Id, "closed",
            order => order.Status == PurchaseStatus.Proposed ? order.Cancel(now) : PurchaseRefusals.NotNow, stop);
        return cancelled.IsRefused(out var refusal, out var order)
            ? Answers.Problem(refusal)
            : Accepted(request, order);
    }

    [Function("PutPurchaseResumption")]
    public async Task<IResult> Resume(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/purchase-orders/{id}/resumption")]
        HttpRequest request, [DurableClient] DurableTaskClient client, string id, CancellationToken stop)
    {
        if (await Find(id, stop) is not { Record: var order }) return Answers.Problem(PurchaseRefusals.Unknown);
        if (order.Attention is { Waits: true, Process: { } process } attention)
            await Processes.Tell(
                client, process, Flow.Resumed, new($"resumed-{attention.Since.UtcTicks}"), stop);
        return Accepted(request, order);
    }

    /// <summary>Asks the rule whether it would refuse, then tells the process; done already is no refusal.</summary>
    private async Task<IResult> Tell(
        HttpRequest request, DurableTaskClient client, string id, Func<PurchaseOrder, Result<PurchaseOrder>> rule,
        Func<PurchaseOrder, bool> done, Func<long, PurchaseNews> news, CancellationToken stop)
    {
        if (await Find(id, stop) is not { Record: var order } stored) return Answers.Problem(PurchaseRefusals.Unknown);
        if (done(order)) return Accepted(request, order);
        if (rule(order).Refusal is { } refusal) return Answers.Problem(refusal);
        await Processes.Tell(client, order.Id.Value, PurchaseOrchestration.PurchaseHeard, news(stored.Version), stop);
        return Accepted(request, order);
    }

    private static IResult Accepted(HttpRequest request, PurchaseOrder order) => Answers.Accepted(
        request, $"/api/staff/purchase-orders/{order.Id}", new { order.Id, order.Status });

    private async Task<Stored<PurchaseOrder>?> Find(string id, CancellationToken stop) =>
        Id<PurchaseOrder>.TryParse(id, out var order) ? await store.Find(order, stop) : null;

    private async Task<string?> NameOf(Id<Supplier> supplier, CancellationToken stop) =>
        (await store.Find(supplier, stop))?.Record.Name;
}
