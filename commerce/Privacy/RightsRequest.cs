using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Who asked for something that a person may ask of a shop about herself.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Asker>))]
public enum Asker { Herself, Staff }

/// <summary>How far a request has come.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RightsStatus>))]
public enum RightsStatus { Asked, Done }

/// <summary>What a request did, or could not do, in one place.</summary>
/// <param name="Place">As <c>account</c>, <c>orders</c> or <c>customs papers</c>.</param>
/// <param name="Parts">What of it: <c>name</c>, <c>phone</c>, <c>address</c>, <c>email</c>.</param>
/// <param name="Count">How many records or papers.</param>
public sealed record RightsPlace(string Place, ImmutableArray<string> Parts, int Count)
{
    /// <summary>Which order, where it is one.</summary>
    public Id<Order>? Order { get; init; }

    /// <summary>Why it stays as it is; null where it was changed.</summary>
    public KeptBecause? Because { get; init; }
}

/// <summary>Why something that a person asked to have changed stays as it is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KeptBecause>))]
public enum KeptBecause
{
    Ended, Packed, InCheckout, OtherPerson, OtherCountry, Fetched, NotLatin, Issued, SignsInWithIt,
}

/// <summary>The same in words for people.</summary>
public static class KeptWords
{
    private static readonly FrozenDictionary<KeptBecause, string> Words = new Dictionary<KeptBecause, string>
    {
        [KeptBecause.Ended] = "It has ended: where it went and to whom is a part of what happened.",
        [KeptBecause.Packed] = "A parcel of it is packed or has left, with this on its label.",
        [KeptBecause.InCheckout] = "It is being paid. Ask again when it is placed.",
        [KeptBecause.OtherPerson] = "It goes to somebody of another name.",
        [KeptBecause.OtherCountry] = "It was reckoned for another country: prices, duty and tax would be others.",
        [KeptBecause.Fetched] = "It is fetched in a store.",
        [KeptBecause.NotLatin] = "It crosses a border, and customs papers want Latin letters.",
        [KeptBecause.Issued] = "The paper was issued, and the law keeps it as it is (NIRC sec. 235).",
        [KeptBecause.SignsInWithIt] =
            "The account is named by it. Sign in with the new address: what you order there is kept there.",
    }.ToFrozenDictionary();

    public static string Of(KeptBecause because) => Words[because];
}
