namespace Serverless.Commerce;

/// <summary>A product as somebody wrote it down: anything may be missing until it was checked.</summary>
public sealed record ProductDraft(
    string? Id,
    string? Name,
    MakerDraft? Maker,
    string? Category,
    string? Description,
    string? Care,
    string? Origin,
    string? HsCode,
    int? Featured,
    IReadOnlyList<PictureDraft?>? Pictures,
    IReadOnlyList<OptionDraft?>? Options,
    IReadOnlyList<VariantDraft?>? Variants)
{
    /// <summary>What customs ask besides the HS code.</summary>
    public IReadOnlyList<string?>? Traits { get; init; }

    /// <summary>What the papers of a parcel say besides.</summary>
    public CustomsDraft? Customs { get; init; }

    /// <summary>The product, or a refusal that names every field that is wrong.</summary>
    /// <param name="seller">Whose days the days in it are.</param>
    public Result<Product> Check(string id, LegalEntity seller) => new ProductCheck(this, seller).Run(id);
}

/// <summary>What papers say of goods, as written down; without a category it is a sale.</summary>
public sealed record CustomsDraft(string? Category, string? Licence, string? Certificate);

/// <summary>A maker as written down.</summary>
public sealed record MakerDraft(string? Name, string? Place);

/// <summary>A picture as written down.</summary>
public sealed record PictureDraft(string? Url, string? Alt);

/// <summary>A choice as written down.</summary>
public sealed record OptionDraft(string? Name, IReadOnlyList<string?>? Values);

/// <summary>A variant as written down.</summary>
public sealed record VariantDraft(
    string? Sku,
    IReadOnlyDictionary<string, string?>? Options,
    IReadOnlyList<PriceDraft?>? Prices,
    int? WeightGrams,
    string? Picture);

/// <summary>A dated price as written down; a day alone is one of the seller's, <c>until</c> it is to its end.</summary>
public sealed record PriceDraft(MoneyDraft? Price, string? From, string? Until);

/// <summary>An amount in minor units as written down.</summary>
public sealed record MoneyDraft(long? Amount, string? Currency);
