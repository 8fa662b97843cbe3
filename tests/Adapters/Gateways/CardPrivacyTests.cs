using System.Text;

namespace Serverless.Tests.Adapters;

public sealed class CardPrivacyTests
{
    [Theory]
    [InlineData("4242424242424241", "123", "2031", "incorrect_number")]
    [InlineData("not a number", "123", "2031", "incorrect_number")]
    [InlineData("4242424242424242", "12", "2031", "invalid_cvc")]
    [InlineData("4242424242424242", "123", "2019", "invalid_expiry_year")]
    [InlineData("4111111111111111", "123", "2031", "card_declined")]
    public async Task A_card_that_cannot_be_used_gets_an_error_with_its_code(
        string number, string cvc, string year, string code)
    {
        await using var outside = await Outside.Open();

        var (status, body) = await Cards.Send(outside, number, cvc, year);

        Assert.Equal((402, code), (status, body.GetProperty("error").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task The_publishable_key_makes_tokens_and_nothing_else()
    {
        await using var outside = await Outside.Open();
        Assert.Equal(401, (await Cards.Send(outside, "4242424242424242", "123", key: "pk_test_other")).Status);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/payment_intents");
        request.Headers.Add("Authorization", "Bearer pk_test_tests");

        using var response = await outside.Http.SendAsync(request);

        Assert.Equal(403, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_browser_of_any_site_may_make_a_token()
    {
        await using var outside = await Outside.Open();
        using var ask = new HttpRequestMessage(HttpMethod.Options, "/v1/payment_methods");
        ask.Headers.Add("Origin", "https://shop.test");
        ask.Headers.Add("Access-Control-Request-Method", "POST");

        using var response = await outside.Http.SendAsync(ask);

        Assert.Equal("*", response.Headers.GetValues("Access-Control-Allow-Origin").Single());
        string allowed = response.Headers.GetValues("Access-Control-Allow-Headers").Single();
        Assert.Contains("Authorization", allowed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_number_is_neither_logged_nor_kept()
    {
        string file = Path.Combine(Path.GetTempPath(), $"sandbox-{Guid.NewGuid():N}.db");
        try
        {
            await using (var outside = await Outside.Open(options => options with { File = file }))
            {
                await Cards.Token(outside, "4000002500003155");
                await Cards.Send(outside, "4000002500003156", "123");
                Assert.NotEmpty(outside.Log);
                Assert.DoesNotContain(outside.Log, line => line.Contains("40000025", StringComparison.Ordinal));
            }
            foreach (string part in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
            {
                string kept = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(part));
                Assert.DoesNotContain("40000025", kept, StringComparison.Ordinal);
            }
        }
        finally
        {
            foreach (string part in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
                File.Delete(part);
        }
    }
}
