using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace Serverless.Adapters;

/// <summary>The access token of the shop at Ninja Van, kept until shortly before it ends.</summary>
internal sealed class NinjaVanLogin(HttpClient http, NinjaVanOptions options, TimeProvider time) : IDisposable
{
    // Ninja Van asks its clients to log in again no earlier than five minutes before the end.
    private static readonly TimeSpan Before = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim one = new(1);
    private string? token;
    private DateTimeOffset until;

    public async Task<string> Token(CancellationToken stop)
    {
        await one.WaitAsync(stop);
        try
        {
            if (token is not null && time.GetUtcNow() < until - Before)
                return token;
            using var response = await http.PostAsJsonAsync(
                $"{options.ApiBase}/{options.Country}/2.0/oauth/access_token",
                new Ask(options.ClientId, options.ClientSecret, "client_credentials"), stop);
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadFromJsonAsync<Answer>(stop);
            token = answer!.AccessToken;
            until = time.GetUtcNow() + TimeSpan.FromSeconds(answer.ExpiresIn);
            return token;
        }
        finally
        {
            one.Release();
        }
    }

    public void Forget() => token = null;

    public void Dispose() => one.Dispose();

    private sealed record Ask(
        [property: JsonPropertyName("client_id")] string ClientId,
        [property: JsonPropertyName("client_secret")] string ClientSecret,
        [property: JsonPropertyName("grant_type")] string GrantType);

    private sealed record Answer(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);
}
