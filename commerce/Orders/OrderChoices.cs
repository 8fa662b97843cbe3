using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>One thing that a person can do about a case.</summary>
/// <param name="Words">What it is called on its button.</param>
/// <param name="Follows">What comes of it, so that nobody has to try it to know.</param>
public sealed record CaseChoice(CaseStep Does, string Words, string Follows);

/// <summary>What a choice does; each is a rule or a process that the shop has anyway.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseStep>))]
public enum CaseStep { TryAgain, Settle, AskToPay, GivePapers, Change, GiveMoney, Cancel, End }

/// <summary>What can be done about an order that needs a person: try it again, do it another way, or end it.</summary>
/// <remarks>Only what the order allows now is offered, so that no choice leads to a refusal.</remarks>
public static class OrderChoices
{
    private static readonly string[] AtTheBorder = ["documents.late", "customs.silent"];

    /// <summary>The choices for what needs a person next; none where nothing does.</summary>
    public static ImmutableArray<CaseChoice> Choices(this Order order) =>
        order.Attention is { } attention ? [Again(attention), .. OtherWays(order, attention), .. Ends(order)] : [];

    private static CaseChoice Again(Attention attention) => attention switch
    {
        { Waits: true } => new(
            CaseStep.TryAgain, "Mended: try again",
            "The step that could not be done is done once more. If it still cannot be done, it stands here again."),
        { Process: not null } => new(
            CaseStep.Settle, "I have seen to it",
            "The sign goes away. The order waits on, and goes on by itself when what is late comes."),
        _ => new(CaseStep.Settle, "It is settled", "The sign goes away, and nothing else happens."),
    };

    private static IEnumerable<CaseChoice> OtherWays(Order order, Attention attention)
    {
        if (order.NeedsPayment())
            yield return new(
                CaseStep.AskToPay, "Ask her to pay again",
                $"She gets a letter with a link, and pays {order.Due} there with any card. Her goods stay hers.");
        if (AtTheBorder.Contains(attention.Code))
            yield return new(
                CaseStep.GivePapers, "Give customs what they ask for",
                "The paper goes to the broker at once, and the parcel goes on when customs let it go.");
        if (order.PlacedAt is not null && order.ForbidsCorrection() is null)
            yield return new(
                CaseStep.Change, "Change the order",
                "Another address, another way, or something else with it; what that costs is shown first.");
        if (order.Refundable() is { Amount: > 0 } left)
            yield return new(
                CaseStep.GiveMoney, "Give money back",
                $"Up to {left} goes back to her, with a credit note and a letter; her parcels are not touched.");
    }

    private static IEnumerable<CaseChoice> Ends(Order order)
    {
        if (order.CancelOffers(CancelledBy.Staff) is { IsEmpty: false })
            yield return new(
                CaseStep.Cancel, "Cancel it, or a part of it",
                order.CapturedAt is null
                    ? "What has not left is not sent and not charged; others can have its goods, and she gets a letter."
                    : "What has not left is not sent, and what was paid for it goes back to her; she gets a letter.");
        if (order.Stuck is not null)
            yield return new(
                CaseStep.End, "End this order",
                "Nothing is charged; its goods, points and coupon are given back, and her bag is open again.");
    }
}
