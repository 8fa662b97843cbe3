using System.Text.Json;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>The demo catalog as it lies in the repository.</summary>
internal static class DemoCatalog
{
    /// <summary>The repository's own folder.</summary>
    public static string Root { get; } = Folders().First(folder => File.Exists(Path.Combine(folder, "Serverless.sln")));

    public static IReadOnlyList<ProductDraft> Drafts { get; } = Read<ProductDraft>("catalog.json");

    public static IReadOnlyList<Receipt> Receipts { get; } = Read<Receipt>("receipts.json");

    public static IReadOnlyList<Supplier> Suppliers { get; } = Read<Supplier>("suppliers.json");

    public static IReadOnlyList<Product> Products { get; } =
        [.. Drafts.Select(draft => draft.Check(draft.Id!, LegalEntity.Nobody).OrThrow())];

    private static IEnumerable<string> Folders()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }

    private static List<T> Read<T>(string file)
    {
        using var content = File.OpenRead(Path.Combine(Root, "tools", "demo", file));
        return JsonSerializer.Deserialize<List<T>>(content, JsonSerializerOptions.Web)!;
    }

    /// <summary>Goods that came in, as the staff's API takes them.</summary>
    public sealed record Receipt(
        Guid Id, string Sku, string Location, int Quantity, Money UnitCost, DateTimeOffset ReceivedAt);
}
