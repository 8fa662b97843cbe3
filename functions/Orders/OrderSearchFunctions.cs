using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>One box for staff: whatever a shopper has at hand leads to her order.</summary>
public sealed class OrderSearchFunctions(OrderSearch search)
{
    /// <remarks>It changes nothing; it is a POST so that no name stands in a URL, which logs keep.</remarks>
    [Function("PostOrderSearch")]
    public async Task<IResult> Search(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "staff/order-searches")] HttpRequest request,
        CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        string text = fields.Text("text", OrderWords.MaxText);
        if (fields.Refusal is null && OrderWords.Asked(text).IsEmpty)
            fields.Refuse("text", "An order number, a name, a phone, an e-mail address, a SKU or a tracking number.");
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        var found = await search.Find(text, stop);
        return Answers.Ok(new { Items = found.Orders.Select(RowOf), found.HasMore });
    }

    private static object RowOf(Order order) => new
    {
        order.Id,
        Number = OrderViews.NumberOf(order.Id),
        order.Status,
        order.OpenedAt,
        order.PlacedAt,
        order.Delivery.Address.Name,
        order.Delivery.Address.Town,
        order.Totals.Total,
        Goods = order.Lines.Sum(line => line.Quantity),
        order.Attention,
    };
}
