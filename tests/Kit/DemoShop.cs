using System.Text.Json;
using System.Text.Json.Serialization;
using Serverless.Commerce;

namespace Serverless.Tests;

/// <summary>The settings of the shop that comes with the checkout: <c>./dev up</c> loads the same file.</summary>
public static class DemoShop
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>As the owner of a shop would send them.</summary>
    public static string Text { get; } = Read("shop.json");

    /// <summary>By which the courier of the sandbox knows places.</summary>
    public static string Tiers { get; } = Read("ninja-van-tiers.txt");

    public static ShopPolicy Policy { get; } = JsonSerializer.Deserialize<ShopPolicy>(Text, Json)!;

    private static string Read(string file)
    {
        using var stream = typeof(DemoShop).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
