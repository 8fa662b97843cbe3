using System.Text.Json;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>All that the shop knows of one person, as it is kept: whole records, so that nothing is left out.</summary>
/// <remarks>RA 10173 section 18 and GDPR art. 15 and 20: in a form that people and machines can read.</remarks>
public sealed class PersonExport(
    TableStore store, PersonRecords hers, CustomerViews views, ReturnPhotos photos, Waybills waybills,
    TimeProvider clock)
{
    private static readonly JsonSerializerOptions Readable = new(Json.Options) { WriteIndented = true };

    public async Task<byte[]> Of(Id<Customer> id, CancellationToken stop)
    {
        List<object> orders = [];
        await foreach (var order in hers.Orders(id, stop))
        {
            // Of what was erased there is nothing of her left to show.
            if (order.Delivery.Email == Register.Forgotten) continue;
            var returns = await hers.Returns(order, stop);
            orders.Add(new
            {
                Number = OrderViews.NumberOf(order.Id),
                Order = order,
                Timeline = await store.Timeline(order.Id, stop),
                Cart = await hers.Cart(order, stop),
                Waybills = await WaybillsOf(order, returns, stop),
                Returns = await Task.WhenAll(returns.Select(back => Of(back, stop))),
            });
        }

        var customer = (await store.Find(id, stop))?.Record;
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                At = clock.GetUtcNow(),
                Customer = id,
                Account = customer is { IsForgotten: false }
                    ? new
                    {
                        customer.Since,
                        Profile = views.ProfileOf(customer),
                        customer.SearchKeys,
                        customer.Consents,
                        customer.Purchases,
                        Notes = views.NotesOf(customer),
                        SecondFactor = CustomerViews.FactorOf(customer),
                        Timeline = await store.Timeline(id, stop),
                    }
                    : null,
                PointsAndCredit = customer is { IsForgotten: true } ? [] : await hers.Values(id, stop),
                Orders = orders,
                Bags = (await hers.Carts(id, stop)).Where(cart => cart.Status == CartStatus.Open),
                Requests = new
                {
                    Rectifications = await hers.Rectifications(id, stop),
                    Objections = await hers.Objections(id, stop),
                },
                Leaks = (await hers.Leaks(id, stop)).Select(one => new { one.Breach, one.Categories, one.ToldAt }),
            },
            Readable);
    }

    /// <summary>What the carrier printed about her, as the PDF that it is (in base 64).</summary>
    private async Task<List<object>> WaybillsOf(Order order, IReadOnlyList<Return> returns, CancellationToken stop)
    {
        List<object> papers = [];
        var sent = order.Shipments.SelectMany(
            one => one.Recalled.Append(one.Tracking ?? ""), (one, tracking) => (Parcel: one.Id.Value, tracking));
        var back = returns.Select(one => (Parcel: one.Id.Value, tracking: one.Label?.Tracking ?? ""));
        foreach (var (parcel, tracking) in sent.Concat(back).Where(one => one.tracking.Length > 0))
            if (await waybills.Find(order.Id, tracking, stop) is { } pdf)
                papers.Add(new { Parcel = parcel, Pdf = pdf.ToArray() });
        return papers;
    }

    private async Task<object> Of(Return back, CancellationToken stop) => new
    {
        Return = back,
        Timeline = (await store.Timeline(back.Id, stop)).Select(fact => new { fact.At, fact.Status, fact.Cause }),
        Photos = (await photos.List(back.Id, back.Order, stop)).Select(number => $"{number}.jpg"),
        CreditNote = back.CreditNote is null ? null : $"/api/returns/{back.Id}/credit-note",
    };
}
