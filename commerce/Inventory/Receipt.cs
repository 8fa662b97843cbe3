namespace Serverless.Commerce;

/// <summary>A note that goods came in; its id is the lot's, so that the same goods come in once.</summary>
public sealed record Receipt(Id<Receipt> Id, string Sku, string Location, int Quantity, Money UnitCost);
