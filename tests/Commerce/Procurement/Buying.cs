using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>Ordinary things of buying, for tests.</summary>
internal static class Buying
{
    public static readonly Id<PurchaseOrder> PurchaseId = new("6e0b3c1a-0000-4000-8000-000000000004");
    public static readonly PurchasePolicy Buys = Policy.Purchasing;

    public const string Mat = "MAT";

    /// <summary>Sells totes in packs of 6, hats and mats by the piece, within 10 days, from PHP 1,000 on.</summary>
    public static readonly Supplier Weavers = Supplier.Register(new(
        new("6e0b3c1a-0000-4000-8000-000000000005"), "Bikol Weavers", "orders@weavers.example", 10, Php(100_000),
        [new(Tote, Php(40_000), 6), new(Hat, Php(20_000), 1), new(Mat, Php(15_000), 1)])).OrThrow();

    /// <summary>A proposal of 10 totes and 20 hats.</summary>
    public static PurchaseOrder Proposal() =>
        PurchaseOrder.Propose(PurchaseId, Weavers, "MNL", [new(Tote, 10), new(Hat, 20)], Now).OrThrow();

    public static PurchaseOrder Sent() => Proposal().Send(Weavers, Buys, Now).OrThrow();

    public static PurchaseReceipt Came(string id, params (string Sku, int Quantity)[] lines) => new(
        new(id), "MNL", [.. lines.Select(line => new ReceivedLine(line.Sku, line.Quantity))], Now.AddDays(9));

    /// <summary>An order in any status; of one that came in part, all totes are here and no hat.</summary>
    public static PurchaseOrder In(PurchaseStatus status) => status switch
    {
        PurchaseStatus.Proposed => Proposal(),
        PurchaseStatus.Sent => Sent(),
        PurchaseStatus.PartlyReceived => Sent().Receive(Came("first", (Tote, 10))).OrThrow(),
        PurchaseStatus.Received => Sent().Receive(Came("first", (Tote, 10), (Hat, 20))).OrThrow(),
        PurchaseStatus.ClosedShort => In(PurchaseStatus.PartlyReceived).CloseShort(Now.AddDays(30)).OrThrow(),
        PurchaseStatus.Cancelled => Sent().Cancel(Now.AddDays(30)).OrThrow(),
    };
}
