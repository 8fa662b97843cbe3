using System.Diagnostics;

namespace Serverless.Dev;

/// <summary>Chooses what to buy: shoppers who come together choose different things where they can.</summary>
internal sealed class Shelf(ShopClient client, Wish wish, int place, CancellationToken stop)
{
    // What the shop says of availability is up to 5 seconds old, and nothing is known just after it started.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(12);

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
        var page = await client.Get<ProductPage>($"products?currency={wish.Currency}&limit=100");
        ProductCard[] there = [.. page.Items.Where(card => card.Availability != "none")];
        return there.Length > 0
            ? there[place % there.Length].Id
            : throw new RefusedException("products.none", "The shop has nothing to sell.");
    }
}
