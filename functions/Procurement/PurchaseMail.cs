using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes a purchase order to its supplier: as text, and as a file that programs read (RFC 4180).</summary>
public sealed class PurchaseMail(
    TableStore store, IMail mail, Letters letters, CatalogBlobs catalog, ShopPolicy policy)
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    [Function("MailPurchaseLetter")]
    public async Task Write([QueueTrigger(PurchaseTold.Queue)] PurchaseTold told, CancellationToken stop)
    {
        var order = (await store.Find(told.Order, stop))?.Record
            ?? throw new InvalidOperationException($"The purchase order {told.Order} is not there.");
        var supplier = (await store.Find(order.Supplier, stop))?.Record
            ?? throw new InvalidOperationException($"The supplier of {told.Order} is not there.");
        await Send(order, supplier, stop);
    }

    public async Task Send(PurchaseOrder order, Supplier supplier, CancellationToken stop)
    {
        var names = await Names(order, stop);
        var number = PurchaseViews.NumberOf(order.Id);
        var text = Text(order, number, names);
        await mail.Send(
            letters.Write(
                MailTexts.GoodsOrdered, $"{order.Id}-sent", supplier.Email, text, Html(text),
                ("name", supplier.Name), ("number", number)) with
            {
                Attachments = [new($"{number}.csv", "text/csv; charset=utf-8", [.. Csv(order, names)])],
            },
            stop);
    }

    private string Text(PurchaseOrder order, string number, IReadOnlyDictionary<string, string> names)
    {
        var to = policy.LocationOf(order.Location).Address;
        var text = new StringBuilder()
            .AppendLine($"{letters.Shop} orders, by the number {number}:").AppendLine();
        foreach (var line in order.Lines)
            text.AppendLine($"{line.Quantity} × {line.Sku}  {names[line.Sku]}  at {line.Price}");
        return text.AppendLine().AppendLine($"Together {order.Total}").AppendLine()
            .AppendLine($"Please deliver until {Day(order)} to {to.Name}, {to.Line1}, {to.City}.")
            .AppendLine("Tell us if the day or a quantity will be another.").ToString();
    }

    private string Day(PurchaseOrder order) =>
        order.DueAt is { } due ? policy.Seller.DayOf(due).ToString("d MMMM yyyy", Invariant) : "soon";

    private static string Html(string text) =>
        $"<pre style=\"font:inherit;white-space:pre-wrap\">{Letters.Safe(text)}</pre>";

    private static byte[] Csv(PurchaseOrder order, IReadOnlyDictionary<string, string> names)
    {
        var text = new StringBuilder("sku,name,quantity,unit_price,currency\r\n");
        foreach (var line in order.Lines)
        {
            var (price, currency) = (line.Price.Amount, line.Price.Currency);
            var each = (price / (decimal)Math.Pow(10, currency.Exponent)).ToString($"F{currency.Exponent}", Invariant);
            text.Append(
                Invariant, $"{Quoted(line.Sku)},{Quoted(names[line.Sku])},{line.Quantity},{each},{currency}\r\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Quoted(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private async Task<IReadOnlyDictionary<string, string>> Names(PurchaseOrder order, CancellationToken stop)
    {
        var snapshot = await catalog.Current(stop);
        return order.Lines.ToDictionary(line => line.Sku, line => snapshot.NameOf(line.Sku));
    }
}

/// <summary>Goods are ordered, and their supplier is to be told.</summary>
public sealed record PurchaseTold([property: JsonRequired] Id<PurchaseOrder> Order) : IKnownById
{
    public const string Queue = "purchase-told";

    string IKnownById.MessageId => $"{Order}-sent";
}
