using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Serverless.Commerce;

/// <summary>The import law of every destination that the shop knows.</summary>
public sealed class CustomsBook(IEnumerable<CustomsLaw> laws)
{
    private const string Folder = "customs/";

    private static readonly Lazy<CustomsBook> Kept = new(() => new(
        typeof(CustomsBook).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => CustomsLaw.Read(name[Folder.Length..], Text(name)))));

    private readonly ImmutableSortedDictionary<string, CustomsLaw> byCountry =
        laws.ToImmutableSortedDictionary(law => law.Country, law => law, StringComparer.Ordinal);

    /// <summary>What comes with the shop: the files of <c>commerce/CrossBorder/Rules</c>.</summary>
    public static CustomsBook Default => Kept.Value;

    public IEnumerable<CustomsLaw> Laws => byCountry.Values;

    public bool Knows(string country, [NotNullWhen(true)] out CustomsLaw? law) =>
        byCountry.TryGetValue(country, out law);

    private static string Text(string name)
    {
        using var stream = typeof(CustomsBook).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
