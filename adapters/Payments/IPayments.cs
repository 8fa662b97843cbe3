using System.Text.Json.Serialization;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>A payment provider, as the shop uses one: authorise, then capture or void, perhaps refund.</summary>
/// <remarks>
/// Every call may be repeated: the provider's idempotency key is made from our ids, and a repetition later than
/// 20 hours asks the provider by metadata first, since providers forget their keys (Stripe after 24 h). A decline is
/// an answer, and so is every other no that asking again would not change (<see cref="PaymentStanding.Refused"/>); an
/// outage is an exception, so that the engine tries again.
/// </remarks>
public interface IPayments
{
    /// <summary>Authorises the amount on the shopper's tokenised method, without capturing it.</summary>
    Task<PaymentAnswer> Authorise(Authorisation ask, CancellationToken stop);

    /// <summary>How the payment stands at the provider now; refused where the provider has no such payment.</summary>
    Task<PaymentAnswer> Look(string payment, CancellationToken stop);

    /// <summary>Takes the authorised money. Captured already: the same answer.</summary>
    Task<PaymentAnswer> Capture(string order, string payment, Money amount, CancellationToken stop);

    /// <summary>
    /// Gives the authorisation back. What was authorised or captured meanwhile is said in the answer, so that expiry
    /// against success has one winner: the provider.
    /// </summary>
    Task<PaymentAnswer> Void(string order, string payment, CancellationToken stop);

    /// <summary>Looks for a payment of this order by metadata, where its id was never learned (a crash).</summary>
    Task<PaymentAnswer?> FindByOrder(string order, CancellationToken stop);

    /// <summary>The same for one attempt to pay an order anew.</summary>
    Task<PaymentAnswer?> FindByAttempt(string attempt, CancellationToken stop);

    /// <summary>Gives captured money back. The refund's own id makes it happen once.</summary>
    Task<RefundAnswer> Refund(RefundOrder ask, CancellationToken stop);

    /// <summary>What has moved of a payment, by the provider's own books: news are only a reason to ask.</summary>
    Task<PaymentStatement> Statement(string payment, CancellationToken stop);

    /// <summary>Verifies a webhook and reads what it is about; null when the signature is not the provider's.</summary>
    /// <exception cref="FormatException">It is the provider's, and not a notice that is known here.</exception>
    PaymentNotice? Read(string body, string signature, DateTimeOffset now);
}

/// <summary>What to authorise.</summary>
/// <param name="Order">Our order id; goes into the metadata and the idempotency key.</param>
/// <param name="Method">The provider's token for the shopper's card (<c>pm_…</c>).</param>
/// <param name="Amount">In minor units.</param>
/// <param name="ReturnUrl">Where the shopper comes back to after 3-D Secure.</param>
/// <param name="FirstTried">When this was first tried: later than 20 h, the provider is asked first.</param>
public sealed record Authorisation(
    string Order, string Method, Money Amount, string ReturnUrl, DateTimeOffset FirstTried)
{
    /// <summary>Our id of an attempt to pay the order anew; null for the first.</summary>
    public string? Attempt { get; init; }
}

/// <summary>What to give back.</summary>
/// <param name="Refits">How often it was set anew since the provider refused it; each has a key of its own.</param>
public sealed record RefundOrder(
    string Refund, string Order, string Payment, Money Amount, DateTimeOffset FirstTried, int Refits = 0);

/// <summary>Where a payment stands at the provider.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PaymentStanding>))]
public enum PaymentStanding { ActionRequired, Authorised, Captured, Declined, Voided, Pending, Refused }

/// <summary>Why a provider does not do what it was asked, today or tomorrow.</summary>
public enum PaymentRefusal
{
    /// <summary>More than it takes at once.</summary>
    TooMuch,

    /// <summary>Less than it takes.</summary>
    TooLittle,

    /// <summary>Not in this currency.</summary>
    Currency,

    /// <summary>It has no such payment.</summary>
    Unknown,

    /// <summary>It does not serve the shop as it asks: its key, its account, or what it sent.</summary>
    Closed,
}

/// <summary>The provider's answer on one payment.</summary>
/// <param name="Payment">The provider's id (<c>pi_…</c>); null when it was declined before one existed.</param>
/// <param name="ActionUrl">Where the shopper proves who she is, while the standing is ActionRequired.</param>
/// <param name="Brand">The card's brand in lower case, e.g. <c>visa</c>.</param>
/// <param name="DeclineCode">The provider's code when declined or refused, as <c>insufficient_funds</c>.</param>
public sealed record PaymentAnswer(
    PaymentStanding Standing, string? Payment, string? ActionUrl, string? Brand, string? Last4, string? DeclineCode)
{
    /// <summary>Our order id out of the metadata; for news, as of a dispute, that name the payment only.</summary>
    public string? Order { get; init; }

    /// <summary>Why it is <see cref="PaymentStanding.Refused"/>; null for every other standing.</summary>
    public PaymentRefusal? Refusal { get; init; }

    /// <summary>What was captured by somebody else than the shop; null as a rule.</summary>
    public Money? Elsewhere { get; init; }
}

/// <summary>The provider's answer on one refund. A refund that failed later is told by webhook.</summary>
public sealed record RefundAnswer(string ProviderRefund, bool Succeeded, string? FailureCode);

/// <summary>What a webhook says, without anything private.</summary>
/// <param name="Event">The provider's event id; heard twice is heard once.</param>
/// <param name="Kind">The provider's event type: <c>payment_intent.amount_capturable_updated</c> …</param>
/// <param name="Order">
/// Our order id out of the metadata; null when it is not ours, or where the provider names the payment only (a
/// dispute): then <see cref="IPayments.Look"/> knows it.
/// </param>
public sealed record PaymentNotice(
    [property: JsonRequired] string Event, [property: JsonRequired] string Kind,
    [property: JsonRequired] string? Order, [property: JsonRequired] string? Payment) : IKnownById
{
    /// <summary>The idempotency key of the request that caused it; null where nobody's request did.</summary>
    public string? Key { get; init; }

    /// <summary>Whether it tells of money that may have moved without the shop.</summary>
    [JsonIgnore]
    public bool TellsOfMoney => Kind.StartsWith("charge.dispute.", StringComparison.Ordinal)
        || Kind is "charge.refunded" or "charge.refund.updated" or "refund.created" or "refund.updated"
            or "refund.failed"
        || (Kind is "charge.captured" or "payment_intent.succeeded" && Key != $"{Payment}-capture");

    /// <summary>Whether the promise of the money has ended, and not because the shop gave it up.</summary>
    [JsonIgnore]
    public bool TellsOfLapse =>
        Kind is "charge.expired" or "payment_intent.canceled" && Key != $"{Payment}-void";

    string IKnownById.MessageId => Event;
}
