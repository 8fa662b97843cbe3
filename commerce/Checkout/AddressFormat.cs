using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Serverless.Commerce;

/// <summary>What an address in a country consists of, in which order, and what people call its parts.</summary>
/// <remarks>Data and source are in <c>addresses.json</c>; a country that it lacks has street and city.</remarks>
public sealed partial record AddressFormat
{
    private static readonly FrozenDictionary<string, AddressFormat> ByCountry = Read();
    private static readonly AddressFormat Plain = new();

    /// <summary>The lines, with <c>%</c> and a letter for each part, and <c>%n</c> between lines.</summary>
    public string Format { get; init; } = "%N%n%O%n%A%n%C";

    /// <summary>The letters of the parts that no address lacks.</summary>
    public string Required { get; init; } = "AC";

    /// <summary>What the second line of the street is for.</summary>
    public string Line2 { get; init; } = "Apartment or building";

    public string City { get; init; } = "City";

    public string Province { get; init; } = "Province";

    public string PostcodeName { get; init; } = "Postal code";

    /// <summary>A regular expression that all of a postcode fits; null where there is none.</summary>
    public string? Postcode { get; init; }

    /// <summary>A postcode, to show to whoever got it wrong.</summary>
    public string? Example { get; init; }

    /// <summary>Whether there is a country of this ISO 3166 code.</summary>
    public static bool Knows(string country) => ByCountry.ContainsKey(country);

    /// <summary>Every country by its ISO 3166 code.</summary>
    public static IEnumerable<string> Countries => ByCountry.Keys.Order(StringComparer.Ordinal);

    public static AddressFormat Of(string country) => ByCountry.GetValueOrDefault(country, Plain);

    /// <summary>The parts that are asked for, in the country's order, named as in <see cref="Address"/>.</summary>
    public ImmutableArray<AddressPart> Parts =>
    [
        .. Letters().Where("ACSZ".Contains).SelectMany<char, AddressPart>(letter => letter switch
        {
            'A' => [Part("line1", "House number and street", 'A'), new("line2", Line2, false)],
            'C' => [Part("city", City, 'C')],
            'S' => [Part("province", Province, 'S')],
            _ => [Part("postcode", PostcodeName, 'Z')],
        }),
    ];

    /// <summary>Whether a postcode can be one of this country's.</summary>
    public bool Fits(string postcode) =>
        Postcode is null || Regex.IsMatch(postcode, $@"\A(?:{Postcode})\z", RegexOptions.CultureInvariant);

    /// <summary>An address line by line, with name and street.</summary>
    public ImmutableArray<string> Lines(Address address) =>
        [.. Format.Split("%n").SelectMany(line => Fill(line, address, "NACSZ")).Where(line => line.Length > 0)];

    /// <summary>What stands below name and street, in one line.</summary>
    public string Place(Address address) => string.Join(
        ", ", Format.Split("%n").SelectMany(line => Fill(line, address, "CSZ")).Where(part => part.Length > 0));

    /// <summary>The street, and what was given although the country's form has no place for it.</summary>
    public IEnumerable<string> Street(Address address)
    {
        yield return address.Line1;
        if (address.Line2 is { Length: > 0 } second) yield return second;
        if (!Letters().Contains('C') && IsNews(address.City, address)) yield return address.City;
        if (!Letters().Contains('S') && IsNews(address.Province, address)) yield return address.Province;
    }

    private AddressPart Part(string name, string label, char letter) => new(name, label, Required.Contains(letter));

    private IEnumerable<char> Letters() => Token().Matches(Format).Select(match => match.Value[1]);

    // What stands between two parts is written where both are; what stands before the first, with it.
    private IEnumerable<string> Fill(string line, Address address, string wanted)
    {
        if (line == "%A") return wanted.Contains('A') ? Street(address) : [];
        var text = new StringBuilder();
        string between = "";
        foreach (Match match in TokenOrText().Matches(line))
        {
            if (match.Value[0] != '%')
            {
                between = match.Value;
                continue;
            }

            string part = wanted.Contains(match.Value[1]) ? Value(match.Value[1], address) : "";
            if (part.Length > 0)
            {
                bool opens = text.Length == 0 && match.Index != between.Length;
                text.Append(opens ? "" : between).Append(part);
            }

            between = "";
        }

        if (text.Length > 0) text.Append(between);
        return [text.ToString().Trim()];
    }

    private string Value(char letter, Address address) => letter switch
    {
        'N' => address.Name,
        'A' => string.Join(", ", Street(address)),
        'C' => address.City,
        'S' => address.Province,
        'Z' => address.Postcode,
        _ => "",
    };

    private bool IsNews(string part, Address address) => part.Length > 0
        && !Format.Contains(part, StringComparison.OrdinalIgnoreCase)
        && new[] { address.City, address.Province, address.Line1, address.Line2 }
            .Count(other => string.Equals(other, part, StringComparison.OrdinalIgnoreCase)) < 2;

    private static FrozenDictionary<string, AddressFormat> Read()
    {
        using var stream = typeof(AddressFormat).Assembly.GetManifestResourceStream("addresses.json")!;
        return JsonSerializer.Deserialize<AddressBook>(stream, JsonSerializerOptions.Web)!.Countries
            .ToFrozenDictionary();
    }

    private sealed record AddressBook(Dictionary<string, AddressFormat> Countries);

    [GeneratedRegex("%[A-Z]")]
    private static partial Regex Token();

    [GeneratedRegex("%[A-Z]|[^%]+")]
    private static partial Regex TokenOrText();
}

/// <summary>One box of an address's form.</summary>
/// <param name="Name">Of the field in an address.</param>
/// <param name="Label">What people there call it, in English.</param>
public sealed record AddressPart(string Name, string Label, bool Required);
