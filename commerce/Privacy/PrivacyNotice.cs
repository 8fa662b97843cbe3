using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>Why something is kept of a person, on which ground, what, and for how long.</summary>
/// <param name="Purpose">The register's name of it.</param>
/// <param name="Words">Why, to a person who reads it.</param>
/// <param name="Ground">What in law allows it.</param>
/// <param name="Data">What is kept for it.</param>
/// <param name="Kept">How long.</param>
public sealed record NoticePart(
    string Purpose, string Words, string Ground, ImmutableArray<string> Data, string Kept);

/// <summary>What a shop tells people of what it keeps of them: made from the register, so that it tells all.</summary>
/// <remarks>RA 10173 section 16 (b); GDPR art. 13.</remarks>
public static class PrivacyNotice
{
    private const string Contract = "It is needed for what you ordered (RA 10173 sec. 12 (b); GDPR art. 6 (1) (b)).";
    private const string Law = "The law asks for it (RA 10173 sec. 12 (c); GDPR art. 6 (1) (c)).";
    private const string Interest = "We and our partners need it to trade (RA 10173 sec. 12 (f); GDPR art. 6 (1) (f)).";

    private static readonly FrozenDictionary<string, (string Words, string Ground)> Purposes =
        new Dictionary<string, (string, string)>
        {
            ["account"] = ("To show you your orders and returns when you sign in.", Contract),
            ["delivery"] = ("To bring you what you ordered, and to write to you about it.", Contract),
            ["payment"] = ("To show you with which card you paid. We never see its whole number.", Contract),
            ["returns"] = ("To settle what you send back.", Contract),
            ["rights"] = ("To show that we did what you asked us to do with your data.", Law),
            ["breaches"] = ("To find what has leaked, to mend it, and to tell those whom it concerns.", Law),
            ["access"] = ("To let in those who work here, and to see that nobody else comes in.", Interest),
            ["purchasing"] = ("To order from our suppliers.", Interest),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["Name"] = "name",
        ["Line1"] = "street and house",
        ["Line2"] = "what else stands in the address",
        ["City"] = "town",
        ["Province"] = "province or state",
        ["Postcode"] = "postcode",
        ["Phone"] = "telephone number",
        ["PhoneExtension"] = "telephone extension",
        ["Email"] = "e-mail address",
        ["Customer"] = "the number that stands for your e-mail address",
        ["Last4"] = "the last four digits of the card",
        ["Note"] = "what we noted about a return",
        ["Reason"] = "why you asked us",
        ["Happened"] = "what happened to data",
        ["PlainWords"] = "what happened to data",
        ["Consequences"] = "what may come of it",
        ["Measures"] = "what was done about it",
        ["Mitigation"] = "what was done about it",
        ["Advice"] = "what you can do",
        ["ContactName"] = "name of the data protection officer",
        ["ContactEmail"] = "address of the data protection officer",
        ["ContactPhone"] = "telephone of the data protection officer",
        ["Password"] = "password, of which nobody can read more than whether it is right",
        ["Subject"] = "what a service that one signs in with calls somebody",
        ["Secret"] = "the secret of an authenticator",
        ["Hash"] = "recovery codes, of which nobody can read more than whether one is right",
        ["Credential"] = "the number that a passkey has, and its public half",
        ["PublicKey"] = "the number that a passkey has, and its public half",
        ["Device"] = "browser",
        ["From"] = "the network that somebody came from",
    }.ToFrozenDictionary();

    /// <summary>What in law allows a purpose.</summary>
    public static string GroundOf(string purpose) => Purposes[purpose].Ground;

    /// <summary>A purpose as somebody reads it who may object to it.</summary>
    public static string WordsOf(string purpose) => ConsentText.Of(purpose)?.Text ?? Purposes[purpose].Words;

    /// <summary>What a property is called where people read of it.</summary>
    public static string WordOf(string property) => Words[property];

    /// <summary>One part for each purpose of the register.</summary>
    public static ImmutableArray<NoticePart> Of(RetentionPolicy kept) =>
    [
        .. Register.All.Where(entry => entry.Use.Mark == DataMark.Personal)
            .GroupBy(entry => (entry.Use.Why, entry.Use.Kept))
            .OrderBy(group => group.Key.Why, StringComparer.Ordinal)
            .Select(group => new NoticePart(
                group.Key.Why, Purposes[group.Key.Why].Words, Purposes[group.Key.Why].Ground,
                [.. group.Select(entry => Words[entry.Property]).Distinct().Order(StringComparer.Ordinal)],
                TimeOf(group.Key.Kept, kept))),
    ];

    private static string TimeOf(string kept, RetentionPolicy policy) => kept switch
    {
        "order" => "As long as you want us to know of your order. The order itself, without you, stays as long as the "
            + $"tax law asks. A bag that you left goes {policy.Carts.Days} days after it has expired, and who asked "
            + $"for an order that came to nothing after {policy.FailedCheckouts.Days} days.",
        "erasure" => "As long as we may be asked whether we did it.",
        "breach" => "As long as authorities may ask how a leak was handled.",
        "account" => "As long as somebody works here, and until she is forgotten after that.",
        "supplier" => "As long as we buy there.",
        _ => throw new InvalidOperationException($"Nobody has said how long '{kept}' is kept."),
    };
}
