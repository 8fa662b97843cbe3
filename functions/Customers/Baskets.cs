using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Counts what was bought together, of customers who did not object; safe to repeat by order.</summary>
public sealed class Baskets(TableStore store)
{
    public async Task Count(Customer customer, Order order, CancellationToken stop)
    {
        if (!customer.Allows(ConsentText.Recommendations)) return;
        ImmutableArray<Id<Product>> basket =
            [.. order.Lines.Select(line => new Id<Product>(line.Product)).Distinct()];
        foreach (var product in basket)
        {
            var counted = await store.Put(
                new Id<Companions>(product.Value), order.Id.Value,
                known => Companions.Count(known, product, order.Id, basket), stop);
            counted.OrThrow();
        }
    }
}
