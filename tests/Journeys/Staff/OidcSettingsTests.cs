using Microsoft.Extensions.Configuration;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Settings of issuers: what is wrong in them is said before anybody signs in.</summary>
public sealed class OidcSettingsTests
{
    [Theory]
    [InlineData("https://login.microsoftonline.com/common/v2.0", "name the id of your own tenant")]
    [InlineData("https://login.microsoftonline.com/Organizations/v2.0", "name the id of your own tenant")]
    [InlineData("https://login.microsoftonline.com/consumers/v2.0", "name the id of your own tenant")]
    [InlineData("http://issuer.example", "must begin with https")]
    [InlineData("http://localhost:7090/oidc", "must begin with https")]
    [InlineData("https://issuer.example?tenant=1", "no address of an issuer")]
    [InlineData("issuer", "no address of an issuer")]
    public void An_issuer_that_is_no_one_s_or_everyone_s_is_refused(string authority, string why)
    {
        var fault = Assert.Throws<InvalidOperationException>(() => Read("https://shop.example", authority));
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        Assert.StartsWith("Oidc__one__Authority ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_issuer_on_this_machine_need_not_speak_tls_where_the_shop_is_there_too()
    {
        var one = Assert.Single(Read("http://localhost:8080", "http://localhost:7090/oidc"));
        Assert.Equal(("acrs", "c1"), one.Factor);
        Assert.Equal("One", one.Name);
        Assert.Null(one.Domain);
    }

    [Fact]
    public void Without_a_client_id_it_is_not_offered() =>
        Assert.Empty(Read("https://shop.example", "https://accounts.google.com", client: ""));

    private static IReadOnlyList<Adapters.OidcOptions> Read(string site, string authority, string client = "shop") =>
        OidcSettings.From(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("SiteUrl", site), new("Oidc:one:Name", "One"), new("Oidc:one:Authority", authority),
            new("Oidc:one:ClientId", client), new("Oidc:one:ClientSecret", "secret"), new("Oidc:one:Factor", "acrs=c1"),
            new("Oidc:one:Domain", ""),
        ]).Build());
}
