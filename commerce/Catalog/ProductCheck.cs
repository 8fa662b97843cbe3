using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Serverless.Commerce;

/// <summary>Turns a draft into a product while collecting all that is wrong with it.</summary>
internal sealed partial class ProductCheck(ProductDraft draft, LegalEntity seller)
{
    private const int MaxVariants = 100;
    private readonly List<BadField> bad = [];

    public Result<Product> Run(string id)
    {
        Expect(id.Length <= 64 && Slug().IsMatch(id), "id", "Small letters, digits and single hyphens, at most 64.");
        Expect(draft.Id is null || draft.Id == id, "id", "Differs from the id in the address.");
        var pictures = Pictures();
        var options = Options();
        var product = new Product
        {
            Id = new(id),
            Name = Text("name", draft.Name, 120),
            Maker = new(Text("maker.name", draft.Maker?.Name, 80), Text("maker.place", draft.Maker?.Place, 80)),
            Category = Text("category", draft.Category, 60),
            Description = Text("description", draft.Description, 2000),
            Care = Text("care", draft.Care, 1000),
            Origin = Matching("origin", draft.Origin, Country(), "Two capital letters (ISO 3166-1): PH."),
            HsCode = HsCode(),
            Traits = [.. (draft.Traits ?? []).Select(Trait)],
            Customs = draft.Customs is { } customs ? Customs(customs) : null,
            Featured = draft.Featured,
            Pictures = pictures,
            Options = options,
            Variants = Variants(options, pictures),
        };
        return bad.Count == 0 ? product : ProductRefusals.Invalid with { Fields = bad };
    }

    private string HsCode()
    {
        bool known = draft.HsCode is { } code && HarmonizedSystem.IsCode(code);
        Expect(known, "hsCode", "Six digits of HS 2022 without points: 460219.");
        return draft.HsCode ?? "";
    }

    private GoodsTrait Trait(string? name, int at) => OneOf<GoodsTrait>($"traits[{at}]", name);

    private CustomsData Customs(CustomsDraft asked) => new(
        OneOf<ItemCategory>("customs.category", asked.Category ?? nameof(ItemCategory.SaleOfGoods)),
        PaperNumber("customs.licence", asked.Licence), PaperNumber("customs.certificate", asked.Certificate));

    private string? PaperNumber(string name, string? number)
    {
        Expect(number is null || Paper().IsMatch(number), name, "As on the paper: 1 to 35 letters, digits, ./-.");
        return number;
    }

    private T OneOf<T>(string name, string? text) where T : struct, Enum
    {
        string[] names = Enum.GetNames<T>();
        Expect(names.Contains(text), name, $"One of {string.Join(", ", names)}.");
        return Enum.TryParse<T>(text, out var known) ? known : default;
    }

    private ImmutableArray<Picture> Pictures()
    {
        var asked = draft.Pictures ?? [];
        Expect(asked.Count is > 0 and <= 20, "pictures", "From 1 to 20 pictures.");
        return [.. asked.Select((picture, at) => new Picture(
            Matching($"pictures[{at}].url", picture?.Url, PictureUrl(), "A path that begins with /, or https."),
            Text($"pictures[{at}].alt", picture?.Alt, 200)))];
    }

    private ImmutableArray<ProductOption> Options()
    {
        var options = (draft.Options ?? []).Select(Option).ToImmutableArray();
        Expect(options.Length <= 3, "options", "At most three options.");
        Expect(Distinct(options.Select(option => option.Name)), "options", "Two options have the same name.");
        return options;
    }

    private ProductOption Option(OptionDraft? option, int at)
    {
        var asked = option?.Values ?? [];
        Expect(asked.Count > 0, $"options[{at}].values", "At least one value.");
        ImmutableArray<string> values =
            [.. asked.Select((value, index) => Text($"options[{at}].values[{index}]", value, 40))];
        Expect(Distinct(values), $"options[{at}].values", "A value stands here twice.");
        return new(Text($"options[{at}].name", option?.Name, 40), values);
    }

    private ImmutableArray<Variant> Variants(ImmutableArray<ProductOption> options, ImmutableArray<Picture> pictures)
    {
        var asked = draft.Variants ?? [];
        Expect(asked.Count is > 0 and <= MaxVariants, "variants", $"From 1 to {MaxVariants} variants.");
        var nothing = new VariantDraft(null, null, null, null, null);
        var variants = asked.Take(MaxVariants)
            .Select((variant, at) => Variant(variant ?? nothing, $"variants[{at}]", options, pictures))
            .ToImmutableArray();
        Expect(Distinct(variants.Select(variant => variant.Sku)), "variants", "Two variants have the same SKU.");
        Expect(Distinct(variants.Select(variant => $"chosen:{string.Join('\n', variant.Options.Values)}")),
            "variants", "Two variants have the same option values.");
        return variants;
    }

    private Variant Variant(
        VariantDraft asked, string at, ImmutableArray<ProductOption> options, ImmutableArray<Picture> pictures)
    {
        Expect(asked.WeightGrams is > 0 and <= 50_000, $"{at}.weightGrams", "From 1 to 50,000 grams.");
        Expect(asked.Picture is null || pictures.Any(picture => picture.Url == asked.Picture),
            $"{at}.picture", "Must be the url of one of the product's pictures.");
        return new(
            Matching($"{at}.sku", asked.Sku, Sku(), "Capital letters, digits and single hyphens, 3 to 32: AMT-NAT."),
            Chosen(asked.Options ?? ImmutableDictionary<string, string?>.Empty, $"{at}.options", options),
            Prices(asked.Prices ?? [], $"{at}.prices"),
            asked.WeightGrams ?? 0,
            asked.Picture);
    }

    // Names are found whatever their letter case, since many writers of JSON change it; values are not.
    private ImmutableSortedDictionary<string, string> Chosen(
        IReadOnlyDictionary<string, string?> asked, string at, ImmutableArray<ProductOption> options)
    {
        var chosen = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var option in options)
        {
            string value = asked.FirstOrDefault(pair => Same(pair.Key, option.Name)).Value ?? "";
            string choices = string.Join(", ", option.Values);
            Expect(option.Values.Contains(value), $"{at}.{option.Name}", $"One of: {choices}.");
            chosen[option.Name] = value;
        }

        foreach (string name in asked.Keys.Where(name => !options.Any(option => Same(name, option.Name))))
            Expect(false, $"{at}.{name}", "The product has no such option.");
        return chosen.ToImmutable();
    }

    private ImmutableArray<DatedPrice> Prices(IReadOnlyList<PriceDraft?> asked, string at)
    {
        Expect(asked.Count is > 0 and <= 50, at, "From 1 to 50 prices.");
        ImmutableArray<DatedPrice> prices =
            [.. asked.Select((price, index) => Price(price, $"{at}[{index}]")).OfType<DatedPrice>()];
        Expect(prices.DistinctBy(price => (price.Price.Currency, price.From)).Count() == prices.Length,
            at, "Two prices in one currency begin at the same time.");
        return prices;
    }

    private DatedPrice? Price(PriceDraft? asked, string at)
    {
        bool known = Currency.TryParse(asked?.Price?.Currency, out var currency);
        Expect(known, $"{at}.price.currency", "An ISO 4217 code that the shop knows: PHP, USD.");
        Expect(asked?.Price?.Amount is > 0 and <= 100_000_000_00,
            $"{at}.price.amount", "Whole minor units, more than 0: 125000 is 1,250.00.");
        var from = Time(asked?.From, IsoTime.From, $"{at}.from");
        var until = Time(asked?.Until, IsoTime.Until, $"{at}.until");
        Expect(!(until <= from), $"{at}.until", "Must be later than from.");
        return known ? new(new(asked!.Price!.Amount ?? 0, currency), from, until) : null;
    }

    private DateTimeOffset? Time(string? text, Func<string, LegalEntity, DateTimeOffset?> read, string at)
    {
        if (text is null) return null;
        var time = read(text, seller);
        Expect(time is not null, at, IsoTime.Form);
        return time;
    }

    private string Text(string name, string? text, int longest)
    {
        Expect(!string.IsNullOrWhiteSpace(text) && text.Length <= longest, name, $"From 1 to {longest} characters.");
        Expect(text is null || !text.Any(sign => char.IsControl(sign) && sign != '\n'), name, "No control characters.");
        return text?.Trim() ?? "";
    }

    private string Matching(string name, string? text, Regex form, string message)
    {
        Expect(text is not null && form.IsMatch(text), name, message);
        return text ?? "";
    }

    private void Expect(bool holds, string name, string message)
    {
        if (!holds) bad.Add(new(name, message));
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static bool Distinct(IEnumerable<string> values)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return values.All(value => value.Length == 0 || seen.Add(value));
    }

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Slug();

    [GeneratedRegex(@"\A(?=.{3,32}\z)[A-Z0-9]+(-[A-Z0-9]+)*\z")]
    private static partial Regex Sku();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9 ./-]{0,34}\z")]
    private static partial Regex Paper();

    [GeneratedRegex(@"\A[A-Z]{2}\z")]
    private static partial Regex Country();

    [GeneratedRegex(@"\A(/(?!/)|https://)[^\s""'<>]{1,300}\z")]
    private static partial Regex PictureUrl();
}
