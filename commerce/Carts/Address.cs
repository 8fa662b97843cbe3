using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>A postal address with the person who receives; what its country does not ask for may be empty.</summary>
/// <param name="Country">ISO 3166 alpha-2.</param>
/// <param name="Phone">As the world dials it (E.164).</param>
public sealed record Address(
    string Name, string Line1, string? Line2, string City, string Province, string Postcode, string Country,
    string Phone)
{
    /// <summary>What is dialled once the number answers; null where nothing is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PhoneExtension { get; init; }

    /// <summary>The number with its extension, for people and for who calls on our behalf.</summary>
    [JsonIgnore]
    public string Telephone => PhoneExtension is null ? Phone : $"{Phone} ext. {PhoneExtension}";

    /// <summary>Its lines in the order of its country, without the country's name.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Lines => AddressFormat.Of(Country).Lines(this);

    /// <summary>House, street, and what else stands above the place.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Street => [.. AddressFormat.Of(Country).Street(this)];

    /// <summary>What stands below name and street, in one line.</summary>
    [JsonIgnore]
    public string Place => AddressFormat.Of(Country).Place(this);

    /// <summary>Whether it is in the region around Manila, whose telephone numbers have eight digits.</summary>
    [JsonIgnore]
    public bool IsInMetroManila => Country == "PH" && (MetroManila.IsRegion(Province) || MetroManila.HasCity(City));

    /// <summary>The town, or whatever names the place where there is none.</summary>
    [JsonIgnore]
    public string Town => City.Length > 0 ? City : Province.Length > 0 ? Province : Country;
}
