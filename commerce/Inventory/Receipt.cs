namespace Serverless.Commerce;

/// <summary>Goods that came in; its id is the lot's, so that the same goods come in once.</summary>
public sealed record Receipt(
    Id<Receipt> Id, string Sku, string Location, int Quantity, Money UnitCost, DateTimeOffset ReceivedAt)
{
    /// <summary>Whether it is of the same goods; when they came may be said later than they did.</summary>
    public bool IsOf(Receipt other) => this with { ReceivedAt = other.ReceivedAt } == other;

    public Lot Lot => new(Id.Value, Quantity, UnitCost, ReceivedAt);
}
