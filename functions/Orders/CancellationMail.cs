using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes to the shopper what was cancelled of her order, and what becomes of her money.</summary>
public sealed class CancellationMail(
    TableStore store, IMail mail, Letters letters, Tokens tokens, Settings settings)
{
    [Function("MailCancellation")]
    public async Task Write([QueueTrigger(OrderCancelled.Queue)] OrderCancelled told, CancellationToken stop)
    {
        var order = (await store.Find(told.Order, stop))?.Record
            ?? throw new InvalidOperationException($"The order {told.Order} is not there.");
        if (order.Delivery.Email == Register.Forgotten) return;
        var off = order.TakenOff.First(one => one.Id == told.Id);
        await mail.Send(Letter(order, off), stop);
    }

    private MailMessage Letter(Order order, TakenOff off)
    {
        var number = OrderViews.NumberOf(order.Id);
        string[] goods = [.. off.Lines.Select(line => $"{line.Units.Length} × {NameOf(order, line.Sku)}")];
        string[] said = [.. Money(order, off), .. Rest(off)];
        var link = tokens.LinkTo(order.Id, settings);
        return letters.Write(
            MailTexts.OrderCancelled, $"{off.Id}-cancelled", order.Delivery.Email,
            $"""
            Cancelled of order {number}:
            {string.Join('\n', goods)}

            {string.Join('\n', said)}

            See it: {link}
            """,
            $"""
            <p>Cancelled of order <strong>{number}</strong>:</p>
            <ul>{string.Concat(goods.Select(line => $"<li>{Letters.Safe(line)}</li>"))}</ul>
            {LetterParts.Paragraphs(said)}
            {LetterParts.Button("See your order", link)}
            """,
            ("name", order.Delivery.Address.Name), ("order", number));
    }

    private static string NameOf(Order order, string sku) => order.Lines.First(line => line.Sku == sku).FullName;

    private static IEnumerable<string> Money(Order order, TakenOff off)
    {
        var refund = order.Refunds.FirstOrDefault(one => one.Id == off.Refund);
        if (refund is { Amount.Amount: > 0 })
            yield return $"{refund.Amount} goes back to your card; banks take up to ten days to show it.";
        if (!off.IsRefund && off.OnCard.Amount > 0)
            yield return off.IsAll ? "Nothing was charged." : $"{off.OnCard} less will be charged.";
        if ((off.Credit ?? refund?.Credit) is { Amount: > 0 } credit)
            yield return $"{credit} is your store credit again.";
        if (off.Sums.Points > 0) yield return $"{off.Sums.Points} points are yours again.";
    }

    private static IEnumerable<string> Rest(TakenOff off)
    {
        if (!off.IsAll) yield return "The rest of your order is on its way as before.";
    }
}

/// <summary>Units came off an order, and the shopper should know.</summary>
public sealed record OrderCancelled(
    [property: JsonRequired] Id<Order> Order, [property: JsonRequired] Id<TakenOff> Id) : IKnownById
{
    public const string Queue = "order-cancelled";

    string IKnownById.MessageId => $"{Id}";
}
