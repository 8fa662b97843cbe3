using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Serverless.Commerce;

/// <summary>Finds all that a shop's settings lack, and where they contradict themselves.</summary>
/// <remarks>Each says what to do, and names its field by the path in the settings: <c>countries[3].zone</c>.</remarks>
public sealed partial class ShopCheck
{
    public const int MostCountries = 200;
    public const int MostMethods = 50;
    public const int MostZones = 50;
    public const int MostLocations = 50;
    private const int Few = 20;
    private const int LongestName = 60;

    // More than anybody asks for, and far from where sums would run over.
    private const long MostMoney = 100_000_000_000;

    private const string PhoneMessage = "A phone number: (02) 8123 4567, or +63 2 8123 4567.";

    private static readonly ConditionalWeakTable<ShopPolicy, IReadOnlyList<BadField>> Known = new();

    private readonly ShopPolicy policy;
    private readonly List<BadField> bad = [];

    private ShopCheck(ShopPolicy policy) => this.policy = policy;

    /// <summary>All faults of the settings; none of a shop that can sell.</summary>
    public static IReadOnlyList<BadField> Of(ShopPolicy policy) =>
        Known.GetValue(policy, one => new ShopCheck(one).Run());

    /// <summary>Why the shop cannot sell yet; null when it can.</summary>
    public static Refusal? Closed(ShopPolicy policy) => Of(policy).Count == 0 ? null : ShopCheckRefusals.NotOpen;

    private List<BadField> Run()
    {
        Text("name", policy.Name, LongestName);
        Expect(IsLine(policy.Tagline, 120), "tagline", "At most 120 characters, in one line.");
        Seller();
        Currencies();
        Countries();
        Zones();
        Methods();
        Locations();
        Returns();
        Points();
        Purchasing();
        Times();
        foreach (var (name, message) in policy.Look.Faults().Concat(policy.Texts.Faults()))
            Expect(false, name, message);
        return bad;
    }

    private void Seller()
    {
        foreach (var (name, message) in policy.Seller.Faults(policy.Vat))
            Expect(false, $"seller.{char.ToLowerInvariant(name[0])}{name[1..]}", message);
        Expect(ShopPhones.Read(policy.Seller.Phone, policy) is not null, "seller.phone", PhoneMessage);
        Expect(policy.Vat == VatStatus.NotRegistered || policy.VatPercent is >= 1 and <= 50, "vatPercent",
            "From 1 to 50 while registered for VAT. Who is not registered says so in 'vat'.");
    }

    private void Currencies()
    {
        Expect(!policy.Currencies.IsEmpty, "currencies", "At least one currency to sell in.");
        Twice("currencies", policy.Currencies, currency => currency.Code);
        Amounts("smallestPayments", policy.SmallestPayments, needsAll: true);
    }

    /// <summary>A list of amounts, each currency once.</summary>
    /// <param name="needsAll">Whether each currency of the shop needs one.</param>
    /// <param name="least">The least that may be asked, in minor units.</param>
    private void Amounts(
        string name, ImmutableArray<Money> amounts, bool needsAll, long least = 0,
        Func<Currency, bool>? except = null)
    {
        Expect(amounts.Length <= Few, name, $"At most {Few} amounts.");
        Twice(name, amounts, amount => amount.Currency.Code);
        foreach (var (at, amount) in amounts.Index())
            Expect(amount.Amount >= least && amount.Amount <= MostMoney, $"{name}[{at}].amount",
                $"Minor units, from {least} to {MostMoney}.");
        if (!needsAll) return;
        var lacking = policy.Currencies.Except(amounts.Select(amount => amount.Currency))
            .Where(currency => except?.Invoke(currency) != true).ToList();
        Expect(lacking.Count == 0, name,
            $"No amount in {string.Join(", ", lacking)}. Add one, or do not sell in that currency.");
    }

    /// <summary>The same thing must not be said twice; the second is named.</summary>
    private void Twice<T>(string name, ImmutableArray<T> things, Func<T, string> key, string field = "")
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (at, thing) in things.Index())
            Expect(seen.Add(key(thing)), $"{name}[{at}]{field}",
                $"{key(thing)} stands here twice. Remove one of them.");
    }

    private void Text(string name, string text, int longest) => Expect(
        text.Trim().Length > 0 && IsLine(text, longest), name, $"From 1 to {longest} characters, in one line.");

    private static bool IsLine(string text, int longest) => text.Length <= longest && !text.Any(char.IsControl);

    private void Expect(bool holds, string name, string message)
    {
        if (!holds && bad.TrueForAll(field => field.Name != name)) bad.Add(new(name, message));
    }

    [GeneratedRegex(@"\A(?=.{1,40}\z)[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Slug();

    [GeneratedRegex(@"\A[A-Z0-9]{2,12}\z")]
    private static partial Regex PlaceCode();

    [GeneratedRegex(@"\A[0-9]{2,6}\z")]
    private static partial Regex HsPrefix();
}

/// <summary>Why settings are not kept, or not sold by.</summary>
public static class ShopCheckRefusals
{
    public static readonly Refusal Faulty = new(
        Because.Invalid, "settings.invalid",
        "Something is missing in these settings, or does not go together; see 'fields'. Nothing was saved.");
    public static readonly Refusal NotOpen = new(
        Because.Conflict, "shop.not_open",
        "This shop is not open yet. Its owner has to finish the settings first; please come back later.");
}
