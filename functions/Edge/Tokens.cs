using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Signed tokens: who holds a cart's or an order's may see and change it; staff have their own.</summary>
/// <remarks>HMAC-SHA256 over kind and id (RFC 2104), so a token needs no storage and cannot be guessed.</remarks>
public sealed class Tokens(Settings settings)
{
    /// <summary>Where a signed-in customer's token stands when the bearer is a cart's.</summary>
    public const string CustomerHeader = "X-Customer-Token";

    private readonly byte[] key = Encoding.UTF8.GetBytes(settings.TokenKey);

    public string For(Id<Cart> cart) => Sign($"cart:{cart}");

    public string For(Id<Order> order) => Sign($"order:{order}");

    /// <summary>Who an e-mail address is in this shop.</summary>
    public Id<Customer> CustomerOf(string email) => Customer.IdOf(key, email);

    /// <summary>What shows that somebody is signed in as a customer: her id, until when, and a signature.</summary>
    public string For(Id<Customer> customer, DateTimeOffset until)
    {
        var claim = $"{customer}.{until.ToUnixTimeSeconds()}";
        return $"{claim}.{Sign($"customer-token:{claim}")}";
    }

    /// <summary>Who is signed in: as the bearer, or beside a cart's token in the header X-Customer-Token.</summary>
    public Id<Customer>? CustomerIn(HttpRequest request, DateTimeOffset now)
    {
        var parts = CustomerToken(request);
        bool good = parts.Length == 3 && Id<Customer>.TryParse(parts[0], out _)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long until)
            && until > now.ToUnixTimeSeconds()
            && Same(parts[2], Sign($"customer-token:{parts[0]}.{parts[1]}"));
        return good ? new Id<Customer>(parts[0]) : null;
    }

    /// <summary>Until when a sign-in holds that <see cref="CustomerIn"/> has found good.</summary>
    public static DateTimeOffset SignedInUntil(HttpRequest request) => DateTimeOffset.FromUnixTimeSeconds(
        long.Parse(CustomerToken(request)[1], NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>What a link carries with which a customer withdraws a consent without signing in.</summary>
    public string ForUnsubscribing(Id<Customer> customer, string purpose) => Sign($"unsubscribe:{customer}:{purpose}");

    public bool MayUnsubscribe(string token, Id<Customer> customer, string purpose) =>
        Same(token, ForUnsubscribing(customer, purpose));

    /// <summary>The six digits that are mailed for a sign-in.</summary>
    public string CodeFor(Id<SignIn> signIn)
    {
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"code:{signIn}"));
        return (BinaryPrimitives.ReadUInt64BigEndian(mac) % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>A code as it is kept.</summary>
    public string HashOf(Id<SignIn> signIn, string code) => Sign($"code-hash:{signIn}:{code}");

    /// <summary>The code with which a parcel is fetched in a store: eight signs that look like no other.</summary>
    public string CodeFor(Id<Shipment> shipment)
    {
        const string letters = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"pickup:{shipment}"));
        return string.Concat(mac.Take(8).Select(value => letters[value % 32]));
    }

    /// <summary>A pick-up code as it is kept; however it was typed.</summary>
    public string HashOf(Id<Shipment> shipment, string code)
    {
        var plain = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return Sign($"pickup-hash:{shipment}:{plain}");
    }

    /// <summary>Whether it is the code of this parcel.</summary>
    public bool Opens(Pickup pickup, Id<Shipment> shipment, string code) =>
        Same(HashOf(shipment, code), pickup.CodeHash);

    public bool Holds(HttpRequest request, Id<Cart> cart) => Same(Bearer(request), For(cart));

    public bool Holds(HttpRequest request, Id<Order> order) => Same(Bearer(request), For(order)) || IsStaff(request);

    public bool IsStaff(HttpRequest request) => Same(Bearer(request), settings.StaffToken);

    private string Sign(string what)
    {
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(what));
        return Convert.ToBase64String(mac).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static string[] CustomerToken(HttpRequest request)
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
