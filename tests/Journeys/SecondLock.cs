using System.Net;
using System.Text.Json.Nodes;
using OtpNet;

namespace Serverless.Tests.Journeys;

/// <summary>A customer's second factor, as her phone and her drawer hold it.</summary>
public sealed class SecondLock
{
    private readonly TestShop shop;

    private SecondLock(TestShop shop, string secret, string spent, JsonNode turnedOn) =>
        (this.shop, Secret, Spent, Codes, Device) = (
            shop, secret, spent, [.. turnedOn["codes"]!.AsArray().Select(code => $"{code}")], $"{turnedOn["device"]}");

    public string Secret { get; }

    /// <summary>The digits by which it was turned on.</summary>
    public string Spent { get; }

    public IReadOnlyList<string> Codes { get; }

    /// <summary>What the browser keeps in which it was turned on.</summary>
    public string Device { get; }

    /// <summary>She turns it on.</summary>
    public static async Task<SecondLock> On(TestShop shop, Account account)
    {
        var id = Guid.NewGuid();
        var secret = $"{(await account.Ask(HttpMethod.Put, $"/totp/{id}", new { }))["secret"]}";
        Assert.Equal(secret, $"{(await account.Ask(HttpMethod.Put, $"/totp/{id}", new { }))["secret"]}");
        var digits = DigitsOf(secret, shop);
        var on = await account.Ask(HttpMethod.Put, $"/totp/{id}/confirmation", new { code = digits });
        return new(shop, secret, digits, on);
    }

    /// <summary>The digits of this half minute.</summary>
    public string Digits() => DigitsOf(Secret, shop);

    /// <summary>The digits of the next half minute, which nobody has used.</summary>
    public string NewDigits()
    {
        shop.Clock!.Advance(TimeSpan.FromSeconds(30));
        return Digits();
    }

    /// <summary>A letter comes; answers what it is entered with.</summary>
    public static async Task<Letter> Ask(TestShop shop, string email)
    {
        var signIn = Guid.NewGuid().ToString();
        var (status, _) = await shop.Send(HttpMethod.Put, $"/api/sign-ins/{signIn}", null, new { email });
        Assert.Equal(HttpStatusCode.Accepted, status);
        return new(shop, signIn, await Account.CodeOf(shop, signIn, email));
    }

    private static string DigitsOf(string secret, TestShop shop) =>
        new Totp(Base32Encoding.ToBytes(secret)).ComputeTotp(shop.Clock!.GetUtcNow().UtcDateTime);
}

/// <summary>A letter with a code, in the hands of whoever reads that mailbox.</summary>
public sealed record Letter(TestShop Shop, string SignIn, string Code)
{
    public Task<(HttpStatusCode Status, JsonNode? Answer)> Enter(
        string? second = null, string? device = null, string attempt = "by-her") => Shop.Send(
            HttpMethod.Put, $"/api/sign-ins/{SignIn}/code", null, new { code = Code, attempt, second, device });
}
