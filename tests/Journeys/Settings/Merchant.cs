using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>An owner who reads her shop's settings and changes them.</summary>
public sealed class Merchant(TestShop shop)
{
    private const string Path = "/api/staff/settings";

    public async Task<JsonNode> Look() => (await shop.Send(HttpMethod.Get, Path, TestShop.StaffKey)).Answer!;

    /// <summary>Sends settings as made from a version.</summary>
    public Task<(HttpStatusCode Status, JsonNode? Answer)> Send(JsonNode settings, int seen, string? token = null) =>
        shop.Send(
            HttpMethod.Put, Path, token ?? TestShop.StaffKey, settings.DeepClone(), ("If-Match", $"\"{seen}\""));

    /// <summary>Changes what stands, and expects it to be taken.</summary>
    public async Task<JsonNode> Change(Action<JsonObject> change)
    {
        var now = await Look();
        var settings = now["settings"]!.DeepClone().AsObject();
        change(settings);
        var (status, answer) = await Send(settings, now["version"]!.GetValue<int>());
        Assert.True(status == HttpStatusCode.OK, $"{status}: {answer}");
        return answer!;
    }
}
