using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What a customer can have with the shop.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoredKind>))]
public enum StoredKind { Points, Credit }

/// <summary>Value that expires at one time, or never.</summary>
public sealed record ValueLot(long Amount, DateTimeOffset? ExpiresAt)
{
    /// <summary>The last day on which it can be used, where the goods went; null: it never ends.</summary>
    [JsonIgnore]
    public DateOnly? LastDay => ExpiresAt is { } at ? DateOnly.FromDateTime(at.AddTicks(-1).DateTime) : null;

    public bool Lives(DateTimeOffset now) => ExpiresAt is null || ExpiresAt > now;
}

/// <summary>Value set aside for a checkout, until it is placed or given up.</summary>
public sealed record ValueHold(Id<Order> Order, ImmutableArray<ValueLot> Parts)
{
    public long Amount => Parts.Sum(part => part.Amount);
}

/// <summary>Store credit with which a customer pays.</summary>
public sealed record Tender(Id<Customer> Customer, Money Amount);

/// <summary>What an entry did.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ValueEntryKind>))]
public enum ValueEntryKind { Earned, Issued, Burnt, GivenBack, Restored, Reversed, Expired }

/// <summary>One change of a balance; kept for ever under its cause.</summary>
public sealed record ValueEntry(string Cause, ValueEntryKind Kind, long Change, DateTimeOffset At)
{
    /// <summary>What should have been taken and was not there any more.</summary>
    public long Missing { get; init; }
}
