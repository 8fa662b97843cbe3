using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>A purchase order as staff see it.</summary>
public static class PurchaseViews
{
    /// <summary>What people call it: <c>PO-7K3M-9Q2A</c>.</summary>
    public static string NumberOf(Id<PurchaseOrder> id) => $"PO-{OrderViews.NumberOf(new Id<Order>(id.Value))}";

    public static object Row(PurchaseOrder order, string? supplier, CatalogSnapshot sold) => new
    {
        order.Id,
        Number = NumberOf(order.Id),
        order.Status,
        Supplier = new { Id = order.Supplier, Name = supplier },
        order.Location,
        order.Total,
        order.ProposedAt,
        order.SentAt,
        order.DueAt,
        order.LateSince,
        Lines = Lines(order, sold),
        order.Attention,
    };

    public static object View(
        Stored<PurchaseOrder> stored, string? supplier, CatalogSnapshot sold, IReadOnlyList<object> timeline)
    {
        var order = stored.Record;
        return new
        {
            order.Id,
            Number = NumberOf(order.Id),
            order.Status,
            Supplier = new { Id = order.Supplier, Name = supplier },
            order.Location,
            order.Total,
            order.OverPercent,
            order.ProposedAt,
            order.SentAt,
            order.DueAt,
            order.LateSince,
            order.ClosedAt,
            Lines = Lines(order, sold),
            order.Receipts,
            Timeline = timeline,
            order.Attention,
            stored.Version,
        };
    }

    private static IEnumerable<object> Lines(PurchaseOrder order, CatalogSnapshot sold) =>
        order.Lines.Select(line => new
        {
            line.Sku,
            Name = sold.NameOf(line.Sku),
            line.Quantity,
            line.Price,
            Received = order.Came(line.Sku),
            Outstanding = order.Outstanding(line.Sku),
        });
}
