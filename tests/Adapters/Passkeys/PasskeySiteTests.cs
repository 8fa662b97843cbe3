using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>Which addresses of a shop passkeys can belong to, and which pages may ask for them.</summary>
public sealed class PasskeySiteTests
{
    [Theory]
    [InlineData("https://likha.example", "likha.example", "https://likha.example")]
    [InlineData("https://shop.likha.example:8443", "shop.likha.example", "https://shop.likha.example:8443")]
    [InlineData("https://Bücher.example", "xn--bcher-kva.example", "https://xn--bcher-kva.example")]
    [InlineData("http://localhost:8080", "localhost", "http://localhost:8080")]
    public void A_name_is_what_passkeys_belong_to(string address, string domain, string origin)
    {
        var checks = new PasskeyChecks(address);
        Assert.Equal((domain, origin), (checks.Domain, checks.Origin));
    }

    [Theory, InlineData("http://127.0.0.1:8080"), InlineData("https://[::1]"), InlineData("http://192.168.1.5")]
    public async Task A_number_is_none(string address)
    {
        var checks = new PasskeyChecks(address);
        Assert.Null(checks.Domain);
        var made = await checks.Made(new("AA", "AA", "AA"), "AA", "AA", TestContext.Current.CancellationToken);
        Assert.Equal(PasskeyRefusals.NoDomain, made.Refusal);
    }
}
