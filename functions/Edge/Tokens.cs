using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Signed tokens: who holds a cart's or an order's may see and change it; staff have their own.</summary>
/// <remarks>HMAC-SHA256 over kind and id (RFC 2104), so a token needs no storage and cannot be guessed.</remarks>
public sealed class Tokens(Settings settings)
{
    private readonly byte[] key = Encoding.UTF8.GetBytes(settings.TokenKey);

    public string For(Id<Cart> cart) => Sign($"cart:{cart}");

    public string For(Id<Order> order) => Sign($"order:{order}");

    /// <summary>Who an e-mail address is in this shop.</summary>
    public Id<Customer> CustomerOf(string email) => Customer.IdOf(key, email);

    public bool Holds(HttpRequest request, Id<Cart> cart) => Same(Bearer(request), For(cart));

    public bool Holds(HttpRequest request, Id<Order> order) => Same(Bearer(request), For(order)) || IsStaff(request);

    public bool IsStaff(HttpRequest request) => Same(Bearer(request), settings.StaffToken);

    private string Sign(string what)
    {
        var mac = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(what));
        return Convert.ToBase64String(mac).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static string Bearer(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header[7..].Trim() : "";
    }

    private static bool Same(string given, string right) => given.Length > 0 && CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}
