using System.Text;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes to the shopper when her order is placed: what, for how much, with the tax in it.</summary>
public sealed class OrderMail(
    TableStore store, OrderSearch search, IMail mail, Letters letters, Tokens tokens, Policies policies,
    Settings settings)
{
    [Function("MailConfirmation")]
    public async Task Confirm([QueueTrigger(OrderPlaced.Queue)] OrderPlaced placed, CancellationToken stop)
    {
        var order = (await store.Find(placed.Order, stop))?.Record
            ?? throw new InvalidOperationException($"The order {placed.Order} is not there.");
        // Staff find it before the shopper asks about what she reads.
        await search.Keep(order, stop);
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
            .AppendLine($"Order {number}").AppendLine()
            .AppendLine(LetterParts.Text(order.Lines.Select(LetterLine.Of), Sums(order)));
        if (AtTheDoor(order) is { } owed) text.AppendLine().AppendLine(owed);
        if (NoVat(order) is { } said) text.AppendLine().AppendLine(said);
        text.AppendLine();
        foreach (string sentence in new WayBackWords(policy).Of(order)) text.AppendLine(sentence);
        return text.AppendLine().AppendLine($"Follow it: {Link(order)}").ToString();
    }

    private string Html(Order order, string number, ShopPolicy policy)
    {
        var said = new[] { AtTheDoor(order), NoVat(order) }.OfType<string>();
        return $"""
            <p>Order <strong>{number}</strong></p>
            {LetterParts.Goods(order.Lines.Select(LetterLine.Of), Sums(order))}
            {LetterParts.Paragraphs(said)}
            {LetterParts.Button("Follow your order", Link(order))}
            <div class="soft">{LetterParts.Paragraphs(new WayBackWords(policy).Of(order))}</div>
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

    private string Link(Order order) => tokens.LinkTo(order.Id, settings);
}
