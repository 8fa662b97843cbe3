using Microsoft.AspNetCore.Http;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Reads what a shopper asks of the catalog out of a query.</summary>
public static class CatalogQueries
{
    private const int LongestText = 200;

    private static readonly Dictionary<string, CatalogSort> Sorts = new(StringComparer.Ordinal)
    {
        ["relevance"] = CatalogSort.Relevance,
        ["featured"] = CatalogSort.Featured,
        ["price"] = CatalogSort.Price,
        ["-price"] = CatalogSort.PriceDescending,
        ["name"] = CatalogSort.Name,
    };

    public static Result<CatalogQuestion> Read(HttpRequest request, ShopPolicy policy)
    {
        List<BadField> bad = [];
        var question = new CatalogQuestion(CurrencyOf(request, policy, bad))
        {
            Text = Text(request, "q", bad),
            Category = Text(request, "category", bad),
            Maker = Text(request, "maker", bad),
            Sort = Sort(request, bad),
            Cursor = request.Query["cursor"].ToString() is { Length: > 0 } cursor ? cursor : null,
            Limit = Page.Limits(request, bad),
        };
        return bad.Count == 0 ? question : EdgeRefusals.Fields with { Fields = bad };
    }

    /// <summary>The <c>currency</c> of a query; the shop's first where none is named.</summary>
    public static Result<Currency> Currency(HttpRequest request, ShopPolicy policy)
    {
        List<BadField> bad = [];
        var currency = CurrencyOf(request, policy, bad);
        return bad.Count == 0 ? currency : EdgeRefusals.Fields with { Fields = bad };
    }

    /// <summary>The <c>country</c> of a query; the shop's own where none is named.</summary>
    public static Result<string> Country(HttpRequest request, ShopPolicy policy)
    {
        var text = request.Query["country"].ToString();
        if (text.Length == 0) return policy.Home;
        if (policy.Countries.Any(country => country.Code == text)) return text;
        var codes = string.Join(", ", policy.Countries.Select(country => country.Code));
        return EdgeRefusals.Fields with { Fields = [new("country", $"One of {codes}.")] };
    }

    private static Currency CurrencyOf(HttpRequest request, ShopPolicy policy, List<BadField> bad)
    {
        var text = request.Query["currency"].ToString();
        if (text.Length == 0) return policy.FirstCurrency;
        if (!Commerce.Currency.TryParse(text, out var currency) || !policy.Currencies.Contains(currency))
            bad.Add(new("currency", $"An ISO 4217 code; the shop sells in {string.Join(", ", policy.Currencies)}."));
        return currency;
    }

    private static string? Text(HttpRequest request, string name, List<BadField> bad)
    {
        var text = PlainText.Of(request.Query[name].ToString());
        if (text.Length > LongestText) bad.Add(new(name, $"At most {LongestText} characters."));
        return text.Length == 0 ? null : text;
    }

    private static CatalogSort? Sort(HttpRequest request, List<BadField> bad)
    {
        var text = request.Query["sort"].ToString();
        if (text.Length == 0) return null;
        if (Sorts.TryGetValue(text, out var sort)) return sort;
        bad.Add(new("sort", $"One of {string.Join(", ", Sorts.Keys)}."));
        return null;
    }
}
