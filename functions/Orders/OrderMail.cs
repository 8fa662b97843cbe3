using System.Text;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using static Serverless.Functions.Letters;

namespace Serverless.Functions;

/// <summary>Writes to the shopper when her order is placed: what, for how much, with the tax in it.</summary>
public sealed class OrderMail(
    TableStore store, IMail mail, Letters letters, Tokens tokens, Policies policies, Settings settings)
{
    [Function("MailConfirmation")]
    public async Task Confirm([QueueTrigger(OrderPlaced.Queue)] OrderPlaced placed, CancellationToken stop)
    {
        var order = (await store.Find(placed.Order, stop))?.Record
            ?? throw new InvalidOperationException($"The order {placed.Order} is not there.");
        await mail.Send(Letter(order, await policies.Of(order.PolicyVersion, stop)), stop);
    }

    private MailMessage Letter(Order order, ShopPolicy policy)
    {
        var number = OrderViews.NumberOf(order.Id);
        return letters.Write(
            MailTexts.OrderPlaced, $"{order.Id}-placed", order.Delivery.Email, Text(order, number, policy),
            Html(order, number, policy), ("name", order.Delivery.Address.Name), ("order", number));
    }

    private string Text(Order order, string number, ShopPolicy policy)
    {
        var text = new StringBuilder()
            .AppendLine($"Order {number}").AppendLine();
        foreach (var line in order.Lines)
            text.AppendLine($"{line.Quantity} × {line.FullName}  {line.Total}");
        foreach (var (name, amount) in Sums(order)) text.AppendLine($"{name}: {amount}");
        if (AtTheDoor(order) is { } owed) text.AppendLine().AppendLine(owed);
        if (NoVat(order) is { } said) text.AppendLine().AppendLine(said);
        text.AppendLine();
        foreach (string sentence in new WayBackWords(policy).Of(order)) text.AppendLine(sentence);
        return text.AppendLine().AppendLine($"Follow it: {Link(order)}").ToString();
    }

    private string Html(Order order, string number, ShopPolicy policy)
    {
        var rows = new StringBuilder();
        foreach (var line in order.Lines)
            rows.Append(Row($"{line.Quantity} × {line.FullName}", line.Total));
        foreach (var (name, amount) in Sums(order)) rows.Append(Row(name, amount));
        string back = string.Concat(new WayBackWords(policy).Of(order).Select(said => $"<p>{Safe(said)}</p>"));
        string owed = string.Concat(
            new[] { AtTheDoor(order), NoVat(order) }.OfType<string>().Select(sentence => $"<p>{Safe(sentence)}</p>"));
        return $"""
            <p>Order <strong>{number}</strong></p>
            <table style="width:100%;border-collapse:collapse">{rows}</table>
            {owed}
            {back}
            <p><a href="{Safe(Link(order))}">Follow your order</a></p>
            """;
    }

    private static IEnumerable<(string Name, Money Amount)> Sums(Order order) =>
    [
        ("Goods", order.Totals.Subtotal),
        .. TakenOff($"Coupon {order.Coupon}", order.Totals.Coupon),
        .. TakenOff("Paid with points", order.Totals.Discount),
        ("Delivery", order.Totals.Shipping),
        .. IsPaidHere(order) ? new[] { ("Duty, import tax and fees", order.Totals.Import) } : [],
        ("Total", order.Totals.Total),
        .. order is { Landed: null, Totals.VatPercent: > 0 and var rate }
            ? new[] { ($"of which VAT {rate} %", order.Totals.Tax) }
            : [],
    ];

    private static IEnumerable<(string Name, Money Amount)> TakenOff(string name, Money amount) =>
        amount.Amount == 0 ? [] : [(name, amount with { Amount = -amount.Amount })];

    private static bool IsPaidHere(Order order) => order.Landed is { Terms: DeliveryTerms.Ddp };

    private static string? AtTheDoor(Order order) => order.Landed is { Terms: DeliveryTerms.Dap } landed
        ? $"Customs ask whoever receives it for duty, import tax and fees: {landed.Total} by the rules of this day."
        : null;

    private static string? NoVat(Order order) => order.Totals.VatPercent == 0
        ? "The seller is not registered for VAT: none is contained in these prices."
        : null;

    // The token stands behind '#', so that no server on the way sees it.
    private string Link(Order order) => $"{settings.SiteUrl}/orders/{order.Id}#token={tokens.For(order.Id)}";

    private static string Row(string name, Money amount) =>
        $"<tr><td style=\"padding:.3rem 0\">{Safe(name)}</td><td style=\"text-align:right\">{amount}</td></tr>";
}
