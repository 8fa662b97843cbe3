using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Serverless.Dev;

/// <summary>Fills an empty shop with the demo catalog, through the staff API as a person would.</summary>
internal sealed class DemoCatalog(Ports ports, string staffKey)
{
    private const int AtOnce = 8;
    private readonly Uri _api = new($"http://127.0.0.1:{ports.Functions}/api/");

    /// <summary>Loads it when the shop shows no product; says what it did.</summary>
    public async Task<string?> LoadIfEmpty(Step step, CancellationToken stop)
    {
        using var http = new HttpClient { BaseAddress = _api, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", staffKey);
        if (await Shown(http, stop) is > 0 and var shown) return $"{shown} products are there";

        var products = Read("catalog.json");
        var receipts = Read("receipts.json");
        var suppliers = Read("suppliers.json");
        var coupons = Read("coupons.json");
        var all = products.Count + receipts.Count + suppliers.Count + coupons.Count;
        var done = 0;
        await PutAll(http, "products", products, Tell, stop);
        await PutAll(http, "receipts", receipts, Tell, stop);
        await PutAll(http, "suppliers", suppliers, Tell, stop);
        await PutAll(http, "coupons", coupons, Tell, stop);
        await Put(http, $"staff/publications/{IdOf(products)}", new JsonObject(), stop);
        while (await Shown(http, stop) == 0) await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
        return $"{products.Count} products, {receipts.Count} lots, {suppliers.Count} suppliers, {coupons.Count} coupon";

        void Tell() => step.Tell($"{Interlocked.Increment(ref done)} of {all}");
    }

    private static async Task PutAll(
        HttpClient http, string noun, JsonArray things, Action each, CancellationToken stop)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop };
        await Parallel.ForEachAsync(things, options, async (thing, token) =>
        {
            var id = thing!["id"]?.GetValue<string>() ?? IdOf(thing);
            await Put(http, $"staff/{noun}/{id}", thing, token);
            each();
        });
    }

    private static async Task Put(HttpClient http, string path, JsonNode body, CancellationToken stop)
    {
        using var answer = await http.PutAsJsonAsync(path, body, stop);
        if (answer.IsSuccessStatusCode) return;
        var said = await answer.Content.ReadAsStringAsync(stop);
        throw new Trouble($"The demo catalog was refused: PUT /api/{path} answered {(int)answer.StatusCode}.", [said]);
    }

    private static async Task<int> Shown(HttpClient http, CancellationToken stop)
    {
        var page = await http.GetFromJsonAsync<JsonNode>("products?limit=1", stop);
        return page?["total"]?.GetValue<int>() ?? 0;
    }

    private static JsonArray Read(string file)
    {
        var path = Checkout.Path("tools", "demo", file);
        return File.Exists(path)
            ? JsonNode.Parse(File.ReadAllText(path))!.AsArray()
            : throw new Trouble($"{path} is missing: the demo catalog is part of the checkout.");
    }

    /// <summary>The same content has the same id: loading it twice changes nothing. UUID version 5 in form.</summary>
    private static string IdOf(JsonNode content)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString()))[..16];
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true).ToString("D");
    }
}
