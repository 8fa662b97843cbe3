using System.Diagnostics;

namespace Serverless.Dev;

/// <summary>Chooses what to buy: shoppers who come together choose different things where they can.</summary>
internal sealed class Shelf(ShopClient client, Wish wish, int place, CancellationToken stop)
{
    // What the shop says of availability is up to 5 seconds old, and nothing is known just after it started.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(12);

    // Earthenware, of which the shop keeps a part when it comes back.
    private const string WithFee = "burnay-mug";

    // Costs less than delivery does: what the bank has promised does for one more, where that brings it for nothing.
    private const string Cheap = "coconut-milk-soap";

    /// <summary>Something else to have instead: another variant of the same, or another product.</summary>
    public async Task<Variant> Instead(string sku)
    {
        var page = await client.Get<ProductPage>($"products?currency={wish.Currency}&limit=100");
        var same = page.Items.Select(card => card.Id).OrderBy(id => id == wish.Product ? 0 : 1);
        foreach (var id in same)
        {
            var product = await client.Get<Product>($"products/{Uri.EscapeDataString(id)}?currency={wish.Currency}");
            var other = product.Variants.FirstOrDefault(
                variant => variant.Sku != sku && variant is { Price: not null, Availability: not "none" });
            if (other is not null) return other;
        }

        throw new RefusedException("products.none", "There is nothing that one could have instead.");
    }

    public async Task<(Product Product, Variant Variant)> Choose()
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await TryChoose();
            }
            catch (RefusedException none) when (IsEmpty(none) && watch.Elapsed < LookAgain)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), stop);
            }
        }
    }

    private static bool IsEmpty(RefusedException refused) => refused.Code is "products.none" or "stock.none";

    private async Task<(Product Product, Variant Variant)> TryChoose()
    {
        var id = wish.Product ?? await AnyProduct();
        var product = await client.Get<Product>($"products/{Uri.EscapeDataString(id)}?currency={wish.Currency}");
        Variant[] variants = [.. product.Variants.Where(variant => variant.Availability != "none")];
        return variants.Length > 0
            ? (product, variants[place % variants.Length])
            : throw new RefusedException("stock.none", $"{product.Name} is sold out.");
    }

    private async Task<string> AnyProduct()
    {
        if (wish.Return == Wish.Fee) return WithFee;
        if (wish.Edit) return Cheap;
        var page = await client.Get<ProductPage>($"products?currency={wish.Currency}&limit=100");
        ProductCard[] there = [.. page.Items.Where(card => card.Availability != "none")];
        return there.Length > 0
            ? there[place % there.Length].Id
            : throw new RefusedException("products.none", "The shop has nothing to sell.");
    }
}
