namespace Serverless.Dev;

/// <summary>How a wish should end: what makes the exit code 0.</summary>
internal static class TestCards
{
    /// <summary>Documented test cards whose charge the bank refuses (docs.stripe.com/testing).</summary>
    private static readonly HashSet<string> Declined =
    [
        "4000000000000002", "4000000000009995", "4000000000009987", "4000000000009979", "4000000000000069",
        "4000000000000127", "4000000000000119", "4000008400001629", "4000008260003178",
    ];

    public static string GoodEnd(Wish wish) =>
        Declined.Contains(wish.Card) ? "Declined"
        : wish.Cancels ? Canceller.GoodEnd
        : wish.Customs == Customs.Refuse ? "ReturnedToSender"
        : wish.Return switch
        {
            null => "Delivered",
            Wish.Exchange => "Exchanged",
            Wish.Credit => "StoreCredit",
            Wish.Fee => "FeeKept",
            _ => "Refunded",
        };
}
