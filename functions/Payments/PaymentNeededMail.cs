using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Asks the shopper to pay again, where the promise of the money for her order has ended.</summary>
public sealed class PaymentNeededMail(TableStore store, IMail mail, Letters letters, Tokens tokens, Settings settings)
{
    [Function("MailPaymentNeeded")]
    public async Task Ask([QueueTrigger(PaymentNeeded.Queue)] PaymentNeeded told, CancellationToken stop)
    {
        var order = (await store.Find(told.Order, stop))?.Record
            ?? throw new InvalidOperationException($"The order {told.Order} is not there.");
        if (!order.NeedsPayment() || order.Delivery.Email == Register.Forgotten) return;
        await mail.Send(Letter(order, told.Cause), stop);
    }

    private MailMessage Letter(Order order, string cause)
    {
        var (number, link) = (OrderViews.NumberOf(order.Id), tokens.LinkTo(order.Id, settings));
        string[] said =
        [
            $"Your bank keeps money ready for some days only, and for order {number} it does not any more. Nothing was "
                + "charged.",
            $"Your goods are still kept for you. Pay {order.Due} again, with the same card or another, and they go on "
                + "their way.",
            "If you do not want them any more, you can cancel the order on the same page.",
        ];
        return letters.Write(
            MailTexts.PaymentNeeded, $"{order.Id}-unpaid-{cause}", order.Delivery.Email,
            $"{string.Join("\n\n", said)}\n\nPay again: {link}",
            $"{LetterParts.Paragraphs(said)}{LetterParts.Button($"Pay {order.Due} again", link)}",
            ("name", order.Delivery.Address.Name), ("order", number));
    }
}

/// <summary>The money for an order is not there any more.</summary>
/// <param name="Cause">The promise that ended, or who asks; each is written about once.</param>
public sealed record PaymentNeeded(
    [property: JsonRequired] Id<Order> Order, [property: JsonRequired] string Cause) : IKnownById
{
    public const string Queue = "payment-needed";

    /// <summary>Names the promise that has ended.</summary>
    public static PaymentNeeded Of(Order order) => new(order.Id, order.Payment?.Provider ?? order.Id.Value);

    string IKnownById.MessageId => $"{Order}-{Cause}";
}
