using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Signed tokens: who holds a cart's or an order's may see and change it.</summary>
/// <remarks>
/// HMAC-SHA256 over kind and id (RFC 2104), so a token needs no storage and cannot be guessed. The first key of the
/// setting signs; what any of them signed still holds.
/// </remarks>
public sealed class Tokens(Settings settings)
{
    /// <summary>Where a signed-in customer's token stands when the bearer is a cart's.</summary>
    public const string CustomerHeader = "X-Customer-Token";

    // 132 bits: more than enough that no two words meet.
    private const int WordLength = 22;

    private readonly byte[][] keys = [.. Settings.KeysIn(settings.TokenKey).Select(Encoding.UTF8.GetBytes)];

    public string For(Id<Cart> cart) => Sign($"cart:{cart}");

    public string For(Id<Order> order) => Sign($"order:{order}");

    /// <summary>The page of an order, for who has not signed in.</summary>
    /// <remarks>The token stands behind '#', so that no server on the way sees it.</remarks>
    public string LinkTo(Id<Order> order, Settings site) => $"{site.SiteUrl}/orders/{order}#token={For(order)}";

    /// <summary>The id that an e-mail address has under each key, the one that names now first.</summary>
    /// <remarks>For <see cref="Mailboxes"/>, which knows whose it is.</remarks>
    public ImmutableArray<Id<Customer>> CustomerIdsOf(string email) =>
        [.. keys.Select(key => Customer.IdOf(key, email))];

    /// <summary>What a word by which orders are found is called under each key; the one that names now first.</summary>
    public ImmutableArray<string> WordsOf(string word) =>
        [.. keys.Select(key => Sign(key, $"word:{word}")[..WordLength])];

    /// <summary>Where what comes from a network in an hour is counted.</summary>
    public Id<SenderBudget> SenderOf(string network, long hour) => new(Sign($"sender:{network}:{hour}"));

    /// <summary>The other ids that it had when case was not heeded.</summary>
    public ImmutableArray<Id<Customer>> FormerIdsOf(string email) =>
        [.. keys.Select(key => Customer.FormerIdOf(key, email)).Except(CustomerIdsOf(email))];

    /// <summary>Where the mails to an address are counted.</summary>
    public Id<CodeBudget> CodeBudgetOf(string email) => new(Sign($"mails:{EmailAddress.ForLimits(email)}"));

    /// <summary>What shows that somebody is signed in as a customer: her id, until when, and a signature.</summary>
    public string For(Id<Customer> customer, DateTimeOffset until)
    {
        var claim = $"{customer}.{until.ToUnixTimeSeconds()}";
        return $"{claim}.{Sign($"customer-token:{claim}")}";
    }

    /// <summary>
    /// Whose token a request bears, or has beside a cart's token in the header X-Customer-Token. Whether she has ended
    /// it since, <see cref="CustomerDoor"/> knows.
    /// </summary>
    public CustomerToken? CustomerIn(HttpRequest request, DateTimeOffset now)
    {
        var parts = CustomerTokenIn(request);
        bool good = TimeIn(parts, "customer-token", out var customer, out var until) && until > now;
        return good ? new(customer, until - SignInFunctions.Stay) : null;
    }

    /// <summary>What a browser keeps on which she has signed in: her own asks are told from a stranger's.</summary>
    public string ForDevice(Id<Customer> customer, DateTimeOffset at)
    {
        var claim = $"{customer}.{at.ToUnixTimeSeconds()}";
        return $"{claim}.{Sign($"device:{claim}")}";
    }

    /// <summary>Since when a device is hers; null where it is not.</summary>
    public DateTimeOffset? DeviceSince(string token, Id<Customer> customer) =>
        TimeIn(token.Split('.'), "device", out var whose, out var at) && whose == customer ? at : null;

    /// <summary>What a customer's recovery code is under each key, that of now first; however it was typed.</summary>
    public ImmutableArray<string> RecoveryHashesOf(Id<Customer> customer, string code)
    {
        var plain = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return [.. keys.Select(key => Sign(key, $"recovery:{customer}:{plain}"))];
    }

    /// <summary>What the link in a letter carries that signs in.</summary>
    public string ForLink(Id<SignIn> signIn) => Sign($"sign-in-link:{signIn}");

    public bool IsLink(string token, Id<SignIn> signIn) => IsSigned(token, $"sign-in-link:{signIn}");

    /// <summary>What a link carries with which a customer withdraws a consent without signing in.</summary>
    public string ForUnsubscribing(Id<Customer> customer, string purpose) => Sign($"unsubscribe:{customer}:{purpose}");

    public bool MayUnsubscribe(string token, Id<Customer> customer, string purpose) =>
        IsSigned(token, $"unsubscribe:{customer}:{purpose}");

    /// <summary>The six digits that are mailed for a sign-in.</summary>
    /// <param name="kept">The hash of the code that was mailed, which is the same again; null at first.</param>
    public string CodeFor(Id<SignIn> signIn, string? kept = null)
    {
        var codes = Macs($"code:{signIn}").ConvertAll(
            mac => $"{BinaryPrimitives.ReadUInt64BigEndian(mac) % 1_000_000:D6}");
        return codes.Find(code => kept is not null && HashOf(signIn, code, kept) == kept) ?? codes[0];
    }

    /// <summary>A code as it is kept; under the key of what is kept, where it is the same.</summary>
    public string HashOf(Id<SignIn> signIn, string code, string? kept = null) =>
        SignLike(kept, $"code-hash:{signIn}:{code}");

    /// <summary>The code with which a parcel is fetched in a store: eight signs that look like no other.</summary>
    /// <param name="kept">The hash of the code that the parcel has; null before it has one.</param>
    public string CodeFor(Id<Shipment> shipment, string? kept = null)
    {
        const string letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        var codes = Macs($"pickup:{shipment}").ConvertAll(
            mac => string.Concat(mac.Take(8).Select(value => letters[value % 32])));
        return codes.Find(code => kept is not null && HashOf(shipment, code, kept) == kept) ?? codes[0];
    }

    /// <summary>A pick-up code as it is kept; however it was typed.</summary>
    public string HashOf(Id<Shipment> shipment, string code, string? kept = null)
    {
        var plain = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return SignLike(kept, $"pickup-hash:{shipment}:{plain}");
    }

    /// <summary>Whether it is the code of this parcel.</summary>
    public bool Opens(Pickup pickup, Id<Shipment> shipment, string code) =>
        Same(HashOf(shipment, code, pickup.CodeHash), pickup.CodeHash);

    public bool Holds(HttpRequest request, Id<Cart> cart) => IsSigned(Bearer(request), $"cart:{cart}");

    public bool Holds(HttpRequest request, Id<Order> order) => IsSigned(Bearer(request), $"order:{order}");

    private string Sign(string what) => Sign(keys[0], what);

    private bool IsSigned(string given, string what) => keys.Any(key => Same(given, Sign(key, what)));

    // What was signed with an old key and kept is compared with the same key's.
    private string SignLike(string? kept, string what) =>
        keys.Select(key => Sign(key, what)).FirstOrDefault(sign => kept is not null && Same(sign, kept)) ?? Sign(what);

    private List<byte[]> Macs(string what) =>
        [.. keys.Select(key => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(what)))];

    private static string Sign(byte[] key, string what)
    {
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(what));
        return Convert.ToBase64String(mac).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    // Who, a time, and a signature.
    private bool TimeIn(string[] parts, string kind, out Id<Customer> customer, out DateTimeOffset time)
    {
        (customer, time) = (default, default);
        bool good = parts.Length == 3 && Id<Customer>.TryParse(parts[0], out customer)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            && IsSigned(parts[2], $"{kind}:{parts[0]}.{parts[1]}");
        if (good) time = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[1], CultureInfo.InvariantCulture));
        return good;
    }

    private static string[] CustomerTokenIn(HttpRequest request)
    {
        var beside = request.Headers[CustomerHeader].ToString().Trim();
        return (beside.Length > 0 ? beside : Bearer(request)).Split('.');
    }

    private static string Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : "";
    }

    private static bool Same(string given, string right) => given.Length > 0 && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}

/// <summary>A customer's token that was found good.</summary>
/// <param name="At">When she signed in.</param>
public sealed record CustomerToken(Id<Customer> Customer, DateTimeOffset At);
