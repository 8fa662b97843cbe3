using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Writes to the shopper that money goes back to her: called from behind a queue, once per refund.</summary>
public sealed class RefundMail(IMail mail, Letters letters, Tokens tokens, Settings settings)
{
    /// <param name="order">The order that the money had been paid for.</param>
    /// <param name="refund">What the refund is called on the order; told twice, it is one mail.</param>
    /// <param name="amount">How much goes back.</param>
    /// <param name="reason">Why, in words that the shopper may read; empty where nobody said.</param>
    /// <param name="stop">Ends it.</param>
    public async Task Tell(Order order, string refund, Money amount, string reason, CancellationToken stop)
    {
        if (order.Delivery.Email.Length == 0) return;
        string number = OrderViews.NumberOf(order.Id);
        string link = tokens.LinkTo(order.Id, settings);
        string[] lines =
        [
            $"We have sent {amount} back the way you paid. Most banks show it within five to ten days.",
            .. reason.Length > 0 ? new[] { reason } : [],
        ];
        await mail.Send(
            letters.Write(
                MailTexts.Refunded, $"{order.Id}-refunded-{refund}", order.Delivery.Email,
                $"{string.Join("\n\n", lines)}\n\nOrder {number}\nSee it: {link}\n",
                $"""
                {LetterParts.Paragraphs(lines)}
                <p>Order <strong>{number}</strong></p>
                {LetterParts.Button("See your order", link)}
                """,
                ("name", order.Delivery.Address.Name), ("order", number)),
            stop);
    }
}
