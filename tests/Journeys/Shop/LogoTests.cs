using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>The shop's logo: who may send it, and what browsers get.</summary>
public sealed class LogoTests(OpenShop open) : IClassFixture<OpenShop>
{
    /// <summary>The smallest picture there is: one grey pixel.</summary>
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    private readonly TestShop shop = open.Shop;

    [Fact]
    public async Task An_owner_sends_a_logo_and_everybody_sees_it_for_good()
    {
        var id = Guid.NewGuid().ToString();
        for (int time = 0; time < 2; time++)
        {
            var (status, answer) = await Send(id, Pixel);
            Assert.Equal(HttpStatusCode.Created, status);
            Assert.Equal($$"""{"id":"{{id}}","width":1,"height":1}""", answer!.ToJsonString());
        }

        using var seen = await shop.Client.GetAsync(new Uri($"/api/logos/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        Assert.Equal("image/png", seen.Content.Headers.ContentType!.ToString());
        Assert.Equal("nosniff", Assert.Single(seen.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("public, max-age=31536000, immutable", seen.Headers.CacheControl!.ToString());
        Assert.Equal([0x89, .. "PNG"u8], (await seen.Content.ReadAsByteArrayAsync())[..4]);
    }

    [Fact]
    public async Task Nobody_else_sends_one_and_what_is_none_is_refused()
    {
        var id = Guid.NewGuid().ToString();
        var catalog = await StaffKey.Make(shop, 9, StaffRole.Catalog);
        Refused(403, "staff.role", await Send(id, Pixel, catalog.Token));
        Refused(401, "staff.token", await Send(id, Pixel, ""));
        Refused(400, "logo.not_picture", await Send(id, Encoding.UTF8.GetBytes("<svg onload='alert(1)'/>")));
        Refused(413, "logo.too_large", await Send(id, new byte[Logo.MaxBytes + 1]));
        Refused(400, "request.id", await Send("our-logo", Pixel));
        foreach (string none in new[] { id, "our-logo", "..%2Fcatalog%2Fcurrent" })
            Refused(404, "logo.unknown", await shop.Send(HttpMethod.Get, $"/api/logos/{none}", null));
        Assert.Equal(HttpStatusCode.Created, (await Send(id, Pixel)).Status);
        Refused(409, "logo.other", await Send(id, [.. Pixel, 0]));
    }

    private async Task<(HttpStatusCode Status, JsonNode? Answer)> Send(
        string id, byte[] bytes, string token = TestShop.StaffKey)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/staff/logos/{id}");
        if (token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = new ByteArrayContent(bytes);
        // Whatever it says of itself is not believed.
        request.Content.Headers.ContentType = new("image/svg+xml");
        using var response = await shop.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private static void Refused(int status, string code, (HttpStatusCode Status, JsonNode? Answer) came) =>
        Assert.Equal((status, code), ((int)came.Status, came.Answer?["code"]?.GetValue<string>()));
}
