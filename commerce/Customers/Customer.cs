using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Somebody who buys: one per e-mail address, whether she ever signs in or not.</summary>
/// <param name="Since">When the shop first knew of her.</param>
public sealed partial record Customer(Id<Customer> Id, DateTimeOffset Since)
{
    public const int MostPurchases = 300;
    public const int MostNotes = 100;

    /// <summary>Name and addresses, which nobody can read without the shop's key; null until she told them.</summary>
    public SealedText? Profile { get; init; }

    /// <summary>Whose record it is, where this one is no person's and only what her address leads to.</summary>
    public Id<Customer>? LeadsTo { get; init; }

    /// <summary>Under which other ids her address is found since the key that names customers was replaced.</summary>
    public ImmutableArray<Id<Customer>> SearchKeys { get; init; } = [];

    /// <summary>When she ended all her sign-ins: no token from before it holds.</summary>
    public DateTimeOffset? SignedOutAt { get; init; }

    /// <summary>Whether she asked to be forgotten and has not come back since.</summary>
    public bool IsForgotten { get; init; }

    /// <summary>When she was forgotten last: what came before it tells nothing of her any more.</summary>
    public DateTimeOffset? ForgottenAt { get; init; }

    /// <summary>What she said last for each purpose; all that she ever said is on the timeline.</summary>
    public ImmutableArray<Consent> Consents { get; init; } = [];

    /// <summary>What she bought in the last twelve months, the oldest first.</summary>
    public ImmutableArray<Purchase> Purchases { get; init; } = [];

    /// <summary>What staff noted about her.</summary>
    public ImmutableArray<CustomerNote> Notes { get; init; } = [];

    /// <summary>The id that an e-mail address has in this shop, so that nobody needs an index of addresses.</summary>
    /// <remarks>
    /// The first 16 bytes of HMAC-SHA256 (RFC 2104) as a UUID of version 8 (RFC 9562, section 5.8): without the key it
    /// tells nothing about the address.
    /// </remarks>
    public static Id<Customer> IdOf(ReadOnlySpan<byte> key, string email) =>
        NamedBy(key, EmailAddress.Identity(email));

    /// <summary>The id that an address had before the case of a mailbox's name was heeded.</summary>
    public static Id<Customer> FormerIdOf(ReadOnlySpan<byte> key, string email) =>
        NamedBy(key, email.Trim().ToLowerInvariant());

    private static Id<Customer> NamedBy(ReadOnlySpan<byte> key, string spelling)
    {
        string named = $"customer:{spelling}";
        byte[] bytes = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(named))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new(new Guid(bytes, bigEndian: true).ToString("D"));
    }

    /// <summary>The customer as she is known, or as one who was not known yet.</summary>
    public static Customer Known(Customer? customer, Id<Customer> id, DateTimeOffset now) => customer ?? new(id, now);

    /// <summary>Notes under which other id her address is found.</summary>
    public Customer FindBy(Id<Customer> searchKey) =>
        SearchKeys.Contains(searchKey) ? this : this with { SearchKeys = SearchKeys.Add(searchKey) };

    /// <summary>Keeps who she is.</summary>
    public Result<Customer> Describe(SealedText profile) =>
        profile == Profile ? this : this with { Profile = profile, IsForgotten = false };

    /// <summary>Keeps who she is, as an order says, where she has not said it herself.</summary>
    /// <param name="orderedAt">News of an order may come after she asked to be forgotten: it says nothing then.</param>
    public Result<Customer> Introduce(SealedText profile, DateTimeOffset orderedAt) =>
        Profile is not null || orderedAt <= ForgottenAt
            ? this
            : this with { Profile = profile, IsForgotten = false };

    /// <summary>Notes what she agrees to, or no longer; a repetition keeps the time of the first.</summary>
    public Result<Customer> Answer(Consent consent)
    {
        if (ConsentText.Of(consent.Purpose) is not { } text) return CustomerRefusals.Purpose;
        if (consent.Given && text.Version != consent.TextVersion) return CustomerRefusals.OtherText;
        var last = Consents.FirstOrDefault(known => known.Purpose == consent.Purpose);
        if (last?.Given == consent.Given && last.TextVersion == consent.TextVersion) return this;
        return this with
        {
            Consents = last is null ? Consents.Add(consent) : Consents.Replace(last, consent),
        };
    }

    /// <summary>Everything that is sealed of her, so that it can be brought under another key.</summary>
    [JsonIgnore]
    public IEnumerable<SealedText> Sealed =>
        Notes.Select(note => note.Text).Concat(Profile is { } profile ? [profile] : [])
            .Concat(Factor is { } factor ? [factor.Secret] : []);

    /// <summary>Puts texts that were sealed anew in the place of those that they were made of.</summary>
    public Result<Customer> Reseal(IReadOnlyDictionary<SealedText, SealedText> anew) => this with
    {
        Profile = Profile is { } profile ? anew.GetValueOrDefault(profile, profile) : null,
        Notes = [.. Notes.Select(note => note with { Text = anew.GetValueOrDefault(note.Text, note.Text) })],
        Factor = Factor is { } factor
            ? factor with { Secret = anew.GetValueOrDefault(factor.Secret, factor.Secret) }
            : null,
    };

    /// <summary>She asked to be forgotten: what is left is her id, and that she was known.</summary>
    public Result<Customer> Forget(DateTimeOffset now) => IsForgotten && SearchKeys.IsEmpty
        ? this
        : new Customer(Id, Since) { IsForgotten = true, ForgottenAt = now };

    /// <summary>
    /// Whether something may be done for a purpose now. A yes holds for the words that it was said to: where they have
    /// changed, it is asked for anew (GDPR art. 4 (11) and 7 (1)); a no holds whatever the words are.
    /// </summary>
    public bool Allows(string purpose)
    {
        if (ConsentText.Of(purpose) is not { } text) return false;
        var last = Consents.FirstOrDefault(known => known.Purpose == purpose);
        if (last is null) return text.UnlessObjected;
        return last.Given && (text.UnlessObjected || last.TextVersion == text.Version);
    }

    /// <summary>Whether she has yet to be asked, in the words of now.</summary>
    public bool IsToBeAsked(ConsentText text)
    {
        var last = Consents.FirstOrDefault(known => known.Purpose == text.Purpose);
        return last is null ? !text.UnlessObjected : last.Given && last.TextVersion != text.Version;
    }

    /// <summary>Notes a purchase, or what is left of it after returns; what is older is dropped.</summary>
    public Result<Customer> Buy(Purchase purchase, DateTimeOffset now)
    {
        var last = Purchases.FirstOrDefault(known => known.Order == purchase.Order);
        if (last is not null && last.Version >= purchase.Version) return this;
        var others = last is null ? Purchases : Purchases.Remove(last);
        var lately = others.Add(purchase).Where(one => one.At > now.AddYears(-1)).OrderBy(one => one.At)
            .ThenBy(one => one.Order.Value, StringComparer.Ordinal).ToImmutableArray();
        return this with { Purchases = Bounded(lately) };
    }

    /// <summary>
    /// What she spent in the twelve months before a time, in the currency of the books, and is counted for her tier;
    /// nothing where she objected to that.
    /// </summary>
    public Money Spent(DateTimeOffset now) => Purchases
        .Where(purchase => purchase.At > now.AddYears(-1) && Allows(ConsentText.Tiers))
        .Aggregate(Money.Zero(Currency.Php), (sum, purchase) => sum + purchase.Paid);

    /// <summary>Staff note something about her; the same note again replaces its text.</summary>
    public Result<Customer> Note(CustomerNote note)
    {
        var last = Notes.FirstOrDefault(known => known.Id == note.Id);
        if (last is null && Notes.Length == MostNotes) return CustomerRefusals.Full;
        if (last is null) return this with { Notes = Notes.Add(note) };
        return last with { At = note.At } == note ? this : this with { Notes = Notes.Replace(last, note) };
    }

    // So many orders in a year are no person's: the oldest become one, and the sum stays.
    private static ImmutableArray<Purchase> Bounded(ImmutableArray<Purchase> purchases) =>
        purchases.Length <= MostPurchases
            ? purchases
            : [purchases[1] with { Paid = purchases[0].Paid + purchases[1].Paid }, .. purchases[2..]];
}

/// <summary>A text that only a holder of the key can read.</summary>
/// <param name="Key">Which key sealed it, so that keys can be replaced.</param>
/// <param name="Text">Nonce, cipher text and tag, in base64.</param>
public sealed record SealedText(string Key, string Text);

/// <summary>Who a customer is.</summary>
public sealed record Profile(string Email, string? Name, string? Phone)
{
    /// <summary>What is dialled once the number answers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PhoneExtension { get; init; }

    /// <summary>Where her goods go, unless she says otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Address? Address { get; init; }
}

/// <summary>A delivered order and what was paid for its goods.</summary>
/// <param name="Paid">Less what came back, in the currency of the books.</param>
/// <param name="Version">Counts what is known of the order; what is older is dropped.</param>
public sealed record Purchase(Id<Order> Order, Money Paid, DateTimeOffset At, long Version);

/// <summary>What staff noted about a customer.</summary>
/// <param name="Text">Sealed, since people write names into notes.</param>
public sealed record CustomerNote(Id<CustomerNote> Id, SealedText Text, DateTimeOffset At);

/// <summary>Why something about a customer was refused.</summary>
public static class CustomerRefusals
{
    public static readonly Refusal Unknown =
        new(Because.Unknown, "customer.unknown", "There is no such customer.");
    public static readonly Refusal OtherEmail =
        new(Because.Conflict, "customer.other_email", "This is not the e-mail address of this account.");
    public static readonly Refusal Purpose =
        new(Because.Unknown, "consent.unknown", "Nobody is asked about this purpose.");
    public static readonly Refusal OtherText =
        new(Because.Conflict, "consent.other_text", "The text has changed. Show the current one and ask again.");
    public static readonly Refusal Full =
        new(Because.Conflict, "customer.notes_full", $"At most {Customer.MostNotes} notes are kept.");
    public static readonly Refusal Link =
        new(Because.Forbidden, "consent.link", "This link is not one of ours. Sign in to change it.");
}
