using System.Text.Json;

namespace Serverless.Dev;

/// <summary>What a resource roughly costs in a month in which nobody uses it.</summary>
/// <param name="Sku">The size it is for; null for any.</param>
/// <param name="Monthly">US dollars; null when no price was at hand.</param>
/// <param name="Per">What it is counted by; null for each resource.</param>
internal sealed record Price(string Type, string? Sku, string What, decimal? Monthly, string? Per);

/// <summary>One line of the estimate.</summary>
internal sealed record Cost(string What, decimal Count, decimal? Monthly);

/// <summary>The price table of <c>infra/prices.json</c>: rough, with its source and date.</summary>
internal sealed record Prices(string Source, string Date, IReadOnlyList<Price> Table)
{
    public static Prices Load(string folder)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "prices.json")));
        var root = document.RootElement;
        return new(root.GetProperty("source").GetString()!, root.GetProperty("date").GetString()!,
            root.GetProperty("prices").Deserialize<List<Price>>(JsonSerializerOptions.Web)!);
    }

    /// <summary>What stands in the table, for what stands in the environment.</summary>
    public IReadOnlyList<Cost> Of(IReadOnlyList<Resource> resources) =>
    [
        .. from price in Table
           let count = resources.Where(one => IsFor(price, one)).Sum(one => Amount(price, one))
           where count > 0
           select new Cost(price.What, count, price.Monthly * count),
    ];

    private static bool IsFor(Price price, Resource one) =>
        one.Type == price.Type && (price.Sku is null || price.Sku == Sku(one));

    private static string? Sku(Resource one) =>
        (one.At("sku.name") is { ValueKind: JsonValueKind.String } sku ? sku : one.At("properties.sku.name"))
        is { ValueKind: JsonValueKind.String } name ? name.GetString() : null;

    private static decimal Amount(Price price, Resource one)
    {
        if (price.Per != "readyGigabyte") return 1;
        const string scale = "properties.functionAppConfig.scaleAndConcurrency";
        var groups = one.At($"{scale}.alwaysReady").EnumerateArray();
        return groups.Sum(group => group.GetProperty("instanceCount").GetInt32())
            * one.At($"{scale}.instanceMemoryMB").GetInt32() / 1024m;
    }
}
