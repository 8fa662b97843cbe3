using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>
/// By which words staff find an order. Each word is kept as a keyed hash, so that nobody reads a name or a number off
/// it; and none is more than a hint, since the order is asked whether it still holds.
/// </summary>
/// <param name="Order">Also its own name: there is one for each order.</param>
/// <param name="At">When the order was opened: the newest are found first.</param>
/// <param name="Codes">Of its number, its goods and its parcels.</param>
/// <param name="Person">Of who bought it; gone when she is forgotten.</param>
public sealed record SearchEntry(
    Id<Order> Order, DateTimeOffset At, ImmutableArray<string> Codes, ImmutableArray<string> Person)
{
    public static Id<SearchEntry> IdOf(Id<Order> order) => new(order.Value);

    /// <summary>The same, of somebody who asked to be forgotten.</summary>
    public SearchEntry Forget() => Person.IsEmpty ? this : this with { Person = [] };
}
