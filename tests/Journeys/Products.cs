namespace Serverless.Tests.Journeys;

/// <summary>Products that a test sells.</summary>
public static class Products
{
    /// <summary>One product in one variant, priced in PHP (centavos) and in USD at a fiftieth.</summary>
    public static object Plain(string id, string sku, long price, string hsCode = "460219") => new
    {
        id,
        name = $"Plain {id}",
        maker = new { name = "Test Makers", place = "Baguio" },
        category = "Home & table",
        description = "Something plain that a test can buy.",
        care = "Wipe it.",
        origin = "PH",
        hsCode,
        pictures = new[] { new { url = "/pictures/plain.svg", alt = "Something plain" } },
        options = new[] { new { name = "Size", values = new[] { "One" } } },
        variants = new[]
        {
            new
            {
                sku,
                options = new Dictionary<string, string> { ["Size"] = "One" },
                prices = new[]
                {
                    new { price = new { amount = price, currency = "PHP" } },
                    new { price = new { amount = price / 50, currency = "USD" } },
                },
                weightGrams = 300,
            },
        },
    };
}
