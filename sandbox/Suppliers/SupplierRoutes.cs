namespace Serverless.Sandbox;

/// <summary>The suppliers: they bring what was ordered when somebody tells them to, and never by themselves.</summary>
/// <remarks>What they bring is counted by the warehouse through the shop's staff API, as any delivery is.</remarks>
internal sealed class SupplierRoutes(SandboxLog log, SandboxOptions options) : IDisposable
{
    private readonly StaffApi shop = new(options);

    public void Map(WebApplication app) => app.MapPut("/sandbox/deliveries/{receipt}", Deliver);

    public void Dispose() => shop.Dispose();

    /// <summary>Brings these goods, or all that are still to come; answers what the shop said.</summary>
    private async Task<IResult> Deliver(string receipt, Delivery delivery, CancellationToken stop)
    {
        if (!Guid.TryParse(receipt, out _) || !Guid.TryParse(delivery.PurchaseOrder, out _))
            return Results.Problem("A delivery and its purchaseOrder are UUIDs.", statusCode: 400);
        if (await shop.PurchaseOrder(delivery.PurchaseOrder, stop) is not { } order)
            return Results.Problem("The shop knows no such purchase order.", statusCode: 404);
        var coming = order.Lines.Where(line => line.Outstanding > 0)
            .Select(line => new Brought(line.Sku, line.Outstanding));
        var (status, answer) = await shop.Put(
            $"purchase-orders/{order.Id}/receipts/{receipt}", new { lines = delivery.Lines ?? [.. coming] }, stop);
        log.Say($"supplier: delivery {receipt} for {order.Id} answered {status}");
        return Results.Content(answer, "application/json", statusCode: status);
    }

    /// <summary>What is to be brought; without lines, all that is still to come.</summary>
    private sealed record Delivery(string PurchaseOrder, IReadOnlyList<Brought>? Lines);

    private sealed record Brought(string Sku, int Quantity);
}
