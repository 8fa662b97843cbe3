using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Papers that the warehouse works with: what to take from the shelves, and what lies in a box.</summary>
public sealed class PickListFunctions(TableStore store, ShopPolicy policy, TimeProvider clock)
{
    private const int MaxName = 60;

    /// <summary>A question with a long list in it, which no address holds; it changes nothing.</summary>
    [Function("PostPickList")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "staff/pick-lists")] HttpRequest request,
        CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        string location = fields.Text("location", MaxName);
        var ids = fields.List("parcels", PickList.MaxParcels).Select(one => one.Text("id", MaxName)).ToList();
        if (fields.Refusal is null) Places.Check(fields, "location", location, policy);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        var found = await Task.WhenAll(ids.Distinct().Select(id => Find(id, stop)));
        var parcels = found.OfType<(Order, Shipment)>().ToList();
        if (parcels.Count < found.Length) return Answers.Problem(ShipmentRefusals.Unknown);
        if (PickList.Of(location, parcels).IsRefused(out var refusal, out var list)) return Answers.Problem(refusal);
        return request.Headers.Accept.ToString().Contains("application/pdf", StringComparison.Ordinal)
            ? Answers.Pdf(request, WarehousePapers.PickList(list, clock.GetUtcNow()), $"pick-list-{location}.pdf")
            : Answers.Ok(list);
    }

    [Function("GetPackingSlip")]
    public async Task<IResult> Slip(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/shipments/{id}/packing-slip")]
        HttpRequest request, string id, CancellationToken stop)
    {
        if (await Find(id, stop) is not var (order, shipment)) return Answers.Problem(ShipmentRefusals.Unknown);
        var day = policy.Seller.DayOf(clock.GetUtcNow());
        var slip = PackingSlip.Of(order, shipment, OrderViews.NumberOf(order.Id), day);
        return Answers.Pdf(request, WarehousePapers.PackingSlip(slip, policy), $"packing-slip-{shipment.Id}.pdf");
    }

    private async Task<(Order Order, Shipment Shipment)?> Find(string text, CancellationToken stop)
    {
        if (!Shipment.TryParse(text, out var id)) return null;
        var order = (await store.Find(Shipment.OrderOf(id), stop))?.Record;
        return order?.Find(id) is { } shipment ? (order, shipment) : null;
    }
}
