using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>How long what is personal is kept when nobody needs it any more; counted from the last change.</summary>
/// <remarks>RA 10173 section 11 (e) and GDPR art. 5 (1) (e): no longer than its purpose asks.</remarks>
public sealed record RetentionPolicy
{
    /// <summary>A bag that has expired or become an order: so long a shopper may ask what happened to it.</summary>
    public TimeSpan Carts { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A code that was mailed: it is good for minutes, and a day shows who tried to guess one.</summary>
    public TimeSpan SignIns { get; init; } = TimeSpan.FromDays(1);

    /// <summary>A checkout that came to nothing: a bank answers questions about one for some three months.</summary>
    public TimeSpan FailedCheckouts { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Whether a bag has served.</summary>
    public bool IsOver(Cart cart, DateTimeOffset now) => cart.Status switch
    {
        CartStatus.Open => now >= cart.ExpiresAt + Carts,
        CartStatus.CheckedOut => true,
        CartStatus.InCheckout => false,
    };

    /// <summary>Whether nothing of an order was ever sold, and who asked for it is still on it.</summary>
    public static bool CameToNothing(Order order) =>
        order is { IsOver: true, Status: OrderStatus.Failed or OrderStatus.Expired, CapturedAt: null }
        && order.Delivery.Email != Register.Forgotten;
}

/// <summary>What the last nightly run has deleted or erased, by class.</summary>
public sealed record RetentionRun(DateTimeOffset At, ImmutableSortedDictionary<string, int> Removed)
{
    public static readonly Id<RetentionRun> Latest = new("latest");

    public bool Equals(RetentionRun? other) =>
        other is not null && At == other.At && Removed.SequenceEqual(other.Removed);

    public override int GetHashCode() => At.GetHashCode();
}
