using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>An API key that a test has made.</summary>
public sealed record StaffKey(string Id, string Secret)
{
    public string Token => $"skey_{Id}_{Secret}";

    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Secret)));

    public static StaffKey New() =>
        new(Guid.NewGuid().ToString(), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    /// <summary>A key that is good in a shop.</summary>
    public static async Task<StaffKey> Make(TestShop shop, int days, params StaffRole[] roles)
    {
        var key = New();
        await shop.Staff(HttpMethod.Put, $"keys/{key.Id}", key.Wish(days, roles));
        return key;
    }

    public object Wish(int days, params StaffRole[] roles) =>
        new { name = "A machine", hash = Hash, days, roles = roles.Select(role => role.ToString()) };

    /// <summary>What the shop shows of it.</summary>
    public async Task<JsonNode> Shown(TestShop shop) => (await shop.Staff(HttpMethod.Get, "keys"))["items"]!.AsArray()
        .Single(key => key!["id"]!.GetValue<string>() == Id)!;
}
