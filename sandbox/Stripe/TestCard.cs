namespace Serverless.Sandbox;

/// <summary>One of the documented test cards and what it does (docs.stripe.com/testing).</summary>
/// <remarks>No other number is taken: a real card never gets further than the form.</remarks>
/// <param name="Token">The provider's ready-made payment method for this card.</param>
/// <param name="Code">The error that a charge gives, or null when it succeeds.</param>
/// <param name="Bank">Whether the bank wants the shopper to prove who she is (3-D Secure).</param>
internal sealed record TestCard(
    string Number, string Token, string Brand, string? Code = null, string? DeclineCode = null, bool Bank = false,
    bool Disputed = false, bool RefundFails = false, bool RefundPends = false)
{
    private const string Visa = "pm_card_visa_";
    private const string Poor = "insufficient_funds";
    private const string Secure = "pm_card_threeDSecureRequired";

    public static readonly IReadOnlyList<TestCard> All =
    [
        new("4242424242424242", "pm_card_visa", "visa"),
        new("4000056655665556", "pm_card_visa_debit", "visa"),
        new("5555555555554444", "pm_card_mastercard", "mastercard"),
        new("2223003122003222", "pm_card_mastercard_2", "mastercard"),
        new("378282246310005", "pm_card_amex", "amex"),
        new("6011111111111117", "pm_card_discover", "discover"),
        new("3566002020360505", "pm_card_jcb", "jcb"),
        new("4000006080000008", "pm_card_ph", "visa"),
        new("4000000000000002", Visa + "chargeDeclined", "visa", "card_declined", "generic_decline"),
        new("4000000000009995", Visa + "chargeDeclinedInsufficientFunds", "visa", "card_declined", Poor),
        new("4000000000009987", Visa + "chargeDeclinedLostCard", "visa", "card_declined", "lost_card"),
        new("4000000000009979", Visa + "chargeDeclinedStolenCard", "visa", "card_declined", "stolen_card"),
        new("4000000000000069", "pm_card_chargeDeclinedExpiredCard", "visa", "expired_card"),
        new("4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", "visa", "incorrect_cvc"),
        new("4000000000000119", "pm_card_chargeDeclinedProcessingError", "visa", "processing_error"),
        new("4000002500003155", "pm_card_authenticationRequiredOnSetup", "visa", Bank: true),
        new("4000002760003184", "pm_card_authenticationRequired", "visa", Bank: true),
        new("4000008400001629", Secure + "ChargeDeclined", "visa", "card_declined", "generic_decline", Bank: true),
        new("4000008260003178", Secure + "InsufficientFunds", "visa", "card_declined", Poor, Bank: true),
        new("4000000000000259", "pm_card_createDispute", "visa", Disputed: true),
        new("4000000000005126", "pm_card_refundFail", "visa", RefundFails: true),
        new("4000000000007726", "pm_card_pendingRefund", "visa", RefundPends: true),
    ];

    public string Last4 => Number[^4..];

    public string? Message => (DeclineCode ?? Code) switch
    {
        null => null,
        "insufficient_funds" => "Your card has insufficient funds.",
        "expired_card" => "Your card has expired.",
        "incorrect_cvc" => "Your card's security code is incorrect.",
        "processing_error" => "An error occurred while processing your card. Try again in a little bit.",
        _ => "Your card was declined.",
    };

    /// <summary>What it does, in a few words.</summary>
    public string Effect => string.Join(", ", new[]
    {
        Bank ? "the bank asks first (3-D Secure)" : null,
        DeclineCode ?? Code ?? "succeeds",
        Disputed ? "disputed 5 s after the capture" : null,
        RefundFails ? "a refund fails 5 s later" : null,
        RefundPends ? "a refund is pending for 5 s" : null,
    }.OfType<string>());

    public static TestCard? ByNumber(string number) => All.FirstOrDefault(card => card.Number == number);

    public static TestCard? ByToken(string token) => All.FirstOrDefault(card => card.Token == token);

    /// <summary>The check digit of ISO/IEC 7812 (Luhn).</summary>
    public static bool HasCheckDigit(string number)
    {
        int sum = 0;
        for (int i = 0; i < number.Length; i++)
        {
            int digit = number[^(i + 1)] - '0';
            digit = i % 2 == 1 ? digit * 2 : digit;
            sum += digit > 9 ? digit - 9 : digit;
        }
        return sum % 10 == 0;
    }
}
