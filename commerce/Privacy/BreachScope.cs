using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>One look through all that leaked for those whom it concerns, and how far it has come.</summary>
/// <param name="Places">What is looked through: kinds of record, then the people that were found.</param>
public sealed record BreachScope(Id<BreachScope> Id, Id<Breach> Breach, ImmutableArray<string> Places)
{
    /// <summary>What is looked through now, and after which record.</summary>
    public int Place { get; init; }

    public string? After { get; init; }

    /// <summary>Records looked at, and how many of those say something of somebody.</summary>
    public int Seen { get; init; }

    public int Records { get; init; }

    /// <summary>People found; counted at the end.</summary>
    public int People { get; init; }

    /// <summary>How many people, by what is known of each.</summary>
    public ImmutableSortedDictionary<string, int> Categories { get; init; } =
        ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>How many people, by the country that their goods went to.</summary>
    public ImmutableSortedDictionary<string, int> Countries { get; init; } =
        ImmutableSortedDictionary<string, int>.Empty;

    [JsonIgnore]
    public bool IsOver => Place >= Places.Length;

    /// <summary>How many live in the EU, as far as their goods tell.</summary>
    [JsonIgnore]
    public int InEurope => Countries.Where(country => EuropeanUnion.Has(country.Key)).Sum(country => country.Value);

    /// <summary>A part was looked through; the next one begins where there is none left of it.</summary>
    public BreachScope Advance(int seen, int records, string? next) => this with
    {
        Seen = Seen + seen,
        Records = Records + records,
        After = next,
        Place = next is null ? Place + 1 : Place,
    };

    /// <summary>One person more.</summary>
    public BreachScope Count(BreachPerson person) => this with
    {
        People = People + 1,
        Categories = person.Categories.Aggregate(
            Categories, (all, one) => all.SetItem(one, all.GetValueOrDefault(one) + 1)),
        Countries = person.Country is { } country
            ? Countries.SetItem(country, Countries.GetValueOrDefault(country) + 1)
            : Countries,
    };
}

/// <summary>Somebody whom a leak concerns, and what of her leaked.</summary>
/// <param name="Scope">The last look that found her.</param>
/// <param name="Categories">In the words of the privacy notice, as <c>e-mail address</c>.</param>
public sealed record BreachPerson(
    Id<BreachPerson> Id, Id<Breach> Breach, Id<Customer> Customer, Id<BreachScope> Scope,
    ImmutableArray<string> Categories)
{
    /// <summary>An order of hers, which knows her address where she has no account.</summary>
    public Id<Order>? Order { get; init; }

    /// <summary>A bag of hers, where she has neither.</summary>
    public Id<Cart>? Cart { get; init; }

    /// <summary>Where her goods went.</summary>
    public string? Country { get; init; }

    /// <summary>When the letter left.</summary>
    public DateTimeOffset? ToldAt { get; init; }

    /// <summary>Whether nobody knows an address of hers.</summary>
    public bool Unreachable { get; init; }

    public static Id<BreachPerson> Named(Id<Breach> breach, Id<Customer> customer) => new($"{breach}.{customer}");

    /// <summary>More of her was found; a later look begins anew.</summary>
    public BreachPerson Add(
        Id<BreachScope> scope, IEnumerable<string> categories, Id<Order>? order, Id<Cart>? cart, string? country) =>
        this with
        {
            Scope = scope,
            Categories = [.. (Scope == scope ? Categories : []).Union(categories).Order(StringComparer.Ordinal)],
            Order = order ?? Order,
            Cart = cart ?? Cart,
            Country = country ?? Country,
        };

    public Result<BreachPerson> Tell(DateTimeOffset now) => ToldAt is null ? this with { ToldAt = now } : this;

    public Result<BreachPerson> Miss() => Unreachable ? this : this with { Unreachable = true };
}

/// <summary>What can leak, by the names that staff give it, and which entries of the register are in it.</summary>
public static class BreachKinds
{
    private static readonly FrozenDictionary<string, ImmutableArray<string>> Types =
        new Dictionary<string, ImmutableArray<string>>
        {
            ["accounts"] = [nameof(Address), nameof(Delivery)],
            ["bags"] = [nameof(Address), nameof(Delivery)],
            ["orders"] = [nameof(Address), nameof(Delivery), nameof(Payment)],
            ["returns"] = [nameof(Return)],
            ["credit-notes"] = [nameof(Address)],
            ["customs-papers"] = [nameof(Address), nameof(Delivery)],
            ["photos"] = [],
        }.ToFrozenDictionary();

    public static ImmutableArray<string> All { get; } = [.. Types.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What the register says may be in it, by the words of the privacy notice.</summary>
    public static ImmutableArray<string> CategoriesIn(string kind) =>
    [
        .. Register.All.Where(entry => entry.Use.Mark == DataMark.Personal && Types[kind].Contains(entry.Type))
            .Select(entry => PrivacyNotice.WordOf(entry.Property)).Distinct().Order(StringComparer.Ordinal),
    ];
}
