using System.Net.Http.Headers;
using System.Text.Json;
using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

/// <summary>What a shopper's browser does at the payment provider.</summary>
internal static class Cards
{
    /// <summary>Makes a token of a card, with the publishable key.</summary>
    public static async Task<string> Token(Outside outside, string number)
    {
        var (status, body) = await Send(outside, number, "123");
        Assert.Equal(200, status);
        return body.GetProperty("id").GetString()!;
    }

    public static async Task<(int Status, JsonElement Body)> Send(
        Outside outside, string number, string cvc, string year = "2031", string key = "pk_test_tests")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/payment_methods");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["type"] = "card",
            ["card[number]"] = number,
            ["card[exp_month]"] = "12",
            ["card[exp_year]"] = year,
            ["card[cvc]"] = cvc,
        });
        using var response = await outside.Http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain(number, text, StringComparison.Ordinal);
        return ((int)response.StatusCode, JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>Presses a button on the bank's page; answers where the browser is sent then.</summary>
    public static async Task<Uri> AnswerBank(Outside outside, PaymentAnswer answer, string outcome)
    {
        Assert.StartsWith(outside.Sandbox.PublicUrl, answer.ActionUrl, StringComparison.Ordinal);
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        string page = outside.Sandbox.Address + new Uri(answer.ActionUrl!).AbsolutePath;
        Assert.Contains("PHP 1,250.00", await browser.GetStringAsync(page), StringComparison.Ordinal);
        using var response = await browser.PostAsync(
            page, new FormUrlEncodedContent(new Dictionary<string, string> { ["outcome"] = outcome }));
        return response.Headers.Location!;
    }
}
