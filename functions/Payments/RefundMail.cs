using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes to the shopper that she was given money back: how much, why, and where it is.</summary>
public sealed class RefundMail(TableStore store, IMail mail, Letters letters, Tokens tokens, Settings settings)
{
    [Function("MailRefund")]
    public async Task Write([QueueTrigger(RefundTold.Queue)] RefundTold told, CancellationToken stop)
    {
        var order = (await store.Find(told.Order, stop))?.Record
            ?? throw new InvalidOperationException($"The order {told.Order} is not there.");
        // Whoever was forgotten meanwhile has no address any more.
        if (order.Delivery.Email == Register.Forgotten) return;
        var refund = order.Refunds.First(refund => refund.Id == told.Refund);
        string number = OrderViews.NumberOf(order.Id);
        string link = tokens.LinkTo(order.Id, settings);
        string[] lines = [.. LinesOf(refund, number)];
        await mail.Send(
            letters.Write(
                MailTexts.Refunded, ((IKnownById)told).MessageId, order.Delivery.Email,
                string.Join("\n\n", [.. lines, $"See it here: {link}"]),
                LetterParts.Paragraphs(lines) + LetterParts.Button("See your order", link),
                ("name", order.Delivery.Address.Name), ("order", number)),
            stop);
    }

    private static IEnumerable<string> LinesOf(Refund refund, string number)
    {
        string why = refund.Reason == RefundReason.Delivery ? "for its delivery" : "as goodwill";
        yield return $"We have given you {refund.Total} back {why}: order {number}. Your order itself stays as it is.";
        if (refund.Amount.Amount > 0)
            yield return $"{refund.Amount} goes to the card that you paid with; banks take 5 to 10 days to show it.";
        if (refund.Credit is { Amount: > 0 } credit) yield return $"{credit} is yours as store credit at once.";
        if (refund.CreditNote is { } note) yield return $"The credit note is {note}.";
    }
}

/// <summary>Staff gave money back by hand, and the shopper should know.</summary>
public sealed record RefundTold(
    [property: JsonRequired] Id<Order> Order, [property: JsonRequired] string Refund) : IKnownById
{
    public const string Queue = "refund-told";

    string IKnownById.MessageId => $"{Refund}-told";
}
