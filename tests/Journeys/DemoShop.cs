using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>What the shops of the tests are set up as.</summary>
internal static class DemoShop
{
    public static readonly ShopPolicy Policy = ShopPolicy.Default with
    {
        Seller = new("LIKHA", "Likha Crafts, Inc.", "123-456-789-00000", "12 Pier Road, Tondo, Manila 1012, Philippines")
        {
            Phone = "+63 2 8123 4567",
            Email = "customs@likha.example",
        },
    };
}
