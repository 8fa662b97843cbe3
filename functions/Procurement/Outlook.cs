using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>How a SKU stands at a location: what has left lately, what will be there, and when it is low.</summary>
/// <param name="Position">What can be sold now, and what is on its way.</param>
/// <param name="Proposal">The order on which it was proposed last.</param>
public sealed record Outlook(string Location, int Units, int Days, int Position, Id<PurchaseOrder>? Proposal)
{
    /// <summary>Who would be asked; null where nobody sells it.</summary>
    public Supplier? Supplier { get; init; }

    public ReorderPoint? Point { get; init; }

    /// <summary>How much is to be ordered now.</summary>
    public int Quantity { get; init; }
}
