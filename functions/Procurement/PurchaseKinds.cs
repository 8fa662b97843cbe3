using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>How suppliers, purchase orders and demand are kept, and on which lists they stand.</summary>
public static class PurchaseKinds
{
    /// <summary>What staff call the lists of purchase orders.</summary>
    public static readonly string[] OfOrders = ["proposed", "sent", "late", "received", "closed", "attention"];

    public const string AllSuppliers = "suppliers";

    // A row's key has room for 512 characters, and escaping makes five of one.
    private const int LongestSort = 40;

    public static readonly RecordKind<Supplier> Suppliers = new("suppliers")
    {
        Status = _ => "Registered",
        // Not the name or the address: they stand once, on the record.
        Fact = (supplier, _) => new { supplier.LeadDays, supplier.MinimumOrder, Items = supplier.Items.Length },
        Lists = supplier => supplier.Items
            .Select(item => new ListRow(SuppliersOf(item.Sku), supplier.Id.Value))
            .Append(new(AllSuppliers, supplier.Name[..Math.Min(LongestSort, supplier.Name.Length)])),
    };

    public static readonly RecordKind<PurchaseOrder> Orders = new("purchases")
    {
        Status = order => order.Status.ToString(),
        Fact = (order, before) => new
        {
            order.DueAt,
            order.LateSince,
            order.Attention,
            Receipt = order.Receipts.Length == before?.Receipts.Length ? null : order.Receipts.LastOrDefault(),
        },
        Lists = Of,
    };

    public static readonly RecordKind<Demand> Demands = new("demand")
    {
        Status = _ => "Counted",
        Fact = (demand, before) => new { Units = Units(demand) - Units(before), demand.Proposal },
    };

    /// <summary>Who sells a SKU.</summary>
    public static string SuppliersOf(string sku) => $"suppliers.of.{sku}";

    /// <summary>What is proposed or on its way of a SKU for a location.</summary>
    public static string OpenFor(Id<Stock> stock) => $"purchase-orders.of.{stock}";

    /// <summary>Proposals to which more could be added.</summary>
    public static string ProposedTo(Id<Supplier> supplier, string location) =>
        $"purchase-orders.proposed.{supplier}@{location}";

    /// <summary>The purchase order that a receipt was for.</summary>
    public static string ReceivedBy(string receipt) => $"purchase-orders.by.{receipt}";

    private static IEnumerable<ListRow> Of(PurchaseOrder order)
    {
        var at = SortKey.Oldest(order.ProposedAt);
        yield return new($"purchase-orders.{Group(order.Status)}", at);
        if (order.LateSince is { } late) yield return new("purchase-orders.late", SortKey.Oldest(late));
        if (order.Attention is { } asked) yield return new("purchase-orders.attention", SortKey.Oldest(asked.Since));
        if (order.Status == PurchaseStatus.Proposed) yield return new(ProposedTo(order.Supplier, order.Location), at);
        foreach (var receipt in order.Receipts) yield return new(ReceivedBy(receipt.Id.Value), at);
        if (!order.IsOpen && order.Status != PurchaseStatus.Proposed) yield break;
        foreach (var line in order.Lines) yield return new(OpenFor(Stock.At(line.Sku, order.Location)), at);
    }

    private static string Group(PurchaseStatus status) => status switch
    {
        PurchaseStatus.Proposed => "proposed",
        PurchaseStatus.Sent or PurchaseStatus.PartlyReceived => "sent",
        PurchaseStatus.Received => "received",
        PurchaseStatus.ClosedShort or PurchaseStatus.Cancelled => "closed",
    };

    private static int Units(Demand? demand) => demand?.Days.Sum(day => day.Units) ?? 0;
}
