using System.Xml.Linq;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>The demo catalog is complete, so that a new shop opens with full shelves.</summary>
public sealed class DemoCatalogTests
{
    private const string SoldOut = "HSH-UBE";
    private static readonly string Pictures = Path.Combine(DemoCatalog.Root, "static-site", "static", "pictures");
    private static readonly string[] Places = ["BGC", "CEB", "MNL"];

    [Fact]
    public void Twenty_four_products_of_at_least_four_categories_can_stand_in_one_catalog()
    {
        Assert.Equal(24, DemoCatalog.Products.Count);
        Assert.True(DemoCatalog.Products.DistinctBy(product => product.Category).Count() >= 4);
        Assert.Equal(24, DemoCatalog.Products.DistinctBy(product => product.Id).Count());
        Assert.Null(ProductRefusals.Clash(DemoCatalog.Products));
    }

    [Fact]
    public void Every_variant_has_a_price_in_pesos_and_in_dollars()
    {
        var now = DateTimeOffset.UnixEpoch;
        foreach (var variant in DemoCatalog.Products.SelectMany(product => product.Variants))
        {
            Assert.NotNull(variant.PriceAt(Currency.Php, now));
            Assert.NotNull(variant.PriceAt(Currency.Usd, now));
        }
    }

    [Fact]
    public void Everything_comes_from_the_Philippines() =>
        Assert.All(DemoCatalog.Products, product => Assert.Equal("PH", product.Origin));

    [Fact]
    public void All_but_one_variant_lie_in_Manila_in_plenty()
    {
        var skus = DemoCatalog.Products.SelectMany(product => product.Variants).Select(variant => variant.Sku);
        foreach (string sku in skus)
        {
            int there = DemoCatalog.Receipts
                .Where(receipt => receipt.Sku == sku && receipt.Location == "MNL").Sum(receipt => receipt.Quantity);
            Assert.True(sku == SoldOut ? there == 0 : there >= 60, $"{sku}: {there}");
        }

        Assert.DoesNotContain(DemoCatalog.Receipts, receipt => receipt.Sku == SoldOut);
    }

    [Fact]
    public void Receipts_are_lots_of_known_goods_at_a_cost_below_their_price()
    {
        var prices = DemoCatalog.Products.SelectMany(product => product.Variants).ToDictionary(
            variant => variant.Sku, variant => variant.PriceAt(Currency.Php, DateTimeOffset.UnixEpoch)!.Value);

        Assert.Equal(DemoCatalog.Receipts.Count, DemoCatalog.Receipts.DistinctBy(receipt => receipt.Id).Count());
        Assert.Equal(Places, DemoCatalog.Receipts.Select(receipt => receipt.Location).Distinct().Order());
        Assert.All(DemoCatalog.Receipts, receipt =>
        {
            Assert.True(receipt.Quantity > 0);
            Assert.True(receipt.UnitCost.Amount > 0 && receipt.UnitCost < prices[receipt.Sku], receipt.Sku);
        });
        var unitCosts = DemoCatalog.Receipts.Where(receipt => receipt.Sku == "AMT-TER").Select(one => one.UnitCost);
        Assert.True(unitCosts.Distinct().Count() > 1, "FIFO shows only where lots differ in cost.");
    }

    [Fact]
    public void Everything_on_sale_has_one_supplier_who_asks_less_than_its_price()
    {
        var prices = DemoCatalog.Products.SelectMany(product => product.Variants).ToDictionary(
            variant => variant.Sku, variant => variant.PriceAt(Currency.Php, DateTimeOffset.UnixEpoch)!.Value);
        Assert.All(DemoCatalog.Suppliers, supplier => Supplier.Register(supplier).OrThrow());
        var items = DemoCatalog.Suppliers.SelectMany(supplier => supplier.Items).ToList();
        Assert.Equal(prices.Keys.Order(), items.Select(item => item.Sku).Order());
        Assert.All(items, item => Assert.True(item.Price < prices[item.Sku], item.Sku));
    }

    [Fact]
    public void Every_picture_is_there_and_every_picture_is_shown()
    {
        var shown = DemoCatalog.Products
            .SelectMany(product => product.Pictures).Select(picture => Path.GetFileName(picture.Url)).Order();
        var there = Directory.GetFiles(Pictures).Select(file => Path.GetFileName(file)).Order();

        Assert.Equal(there, shown);
    }

    [Fact]
    public void Pictures_are_small_still_and_have_a_title()
    {
        foreach (string file in Directory.GetFiles(Pictures))
        {
            var picture = XDocument.Load(file).Root!;
            var names = picture.Descendants().Select(element => element.Name.LocalName).ToHashSet();

            Assert.True(new FileInfo(file).Length < 12 * 1024, $"{file} is too large.");
            Assert.Equal("0 0 800 1000", picture.Attribute("viewBox")?.Value);
            Assert.False(string.IsNullOrWhiteSpace(picture.Elements().First().Value), $"{file} has no title.");
            Assert.DoesNotContain("script", names);
            Assert.DoesNotContain("image", names);
        }
    }
}
