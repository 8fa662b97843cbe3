using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Notices that are signed and yet say nothing: odd ones are refused, those about others dropped.</summary>
public sealed class NoticeTests(OpenShop open) : IClassFixture<OpenShop>
{
    private readonly TestShop shop = open.Shop;

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"id\":")]
    [InlineData("""{"id":"evt_1","object":"event","type":"charge.refunded","data":7}""")]
    [InlineData("""{"tracking_id":7,"event":null,"timestamp":"noon","shipment":"\ud800"}""")]
    public async Task A_signed_body_that_is_odd_is_its_senders_fault(string body)
    {
        Assert.Equal((400, "webhook.format"), await Post("stripe", "Stripe-Signature", body, SignedByStripe(body)));
        Assert.Equal(
            (400, "webhook.format"), await Post("ninjavan", "X-Ninjavan-Hmac-Sha256", body, SignedByNinjaVan(body)));
        Assert.Equal(
            (400, "webhook.format"),
            await Post("broker", "X-Broker-Signature", body, Signed("sandbox-broker-secret", body)));
        foreach (string wrong in new[] { "", "t=x,v1=00", "t=1,v1=00", "=,=" })
            Assert.Equal((400, "webhook.signature"), await Post("stripe", "Stripe-Signature", body, wrong));
    }

    [Fact]
    public async Task A_signed_notice_about_what_nobody_knows_is_dropped_with_a_line_in_the_log()
    {
        string dispute = """
            {"id":"evt_unknown","object":"event","type":"charge.dispute.created",
             "data":{"object":{"object":"dispute","id":"dp_1","payment_intent":"pi_of_nobody","metadata":{}}}}
            """;
        string parcel = """
            {"tracking_id":"OTHERS1","shipper_order_ref_no":"another shop's","event":"Picked Up","status":"Picked Up",
             "timestamp":"2026-11-11T10:00:00+0800"}
            """;
        Assert.Equal((200, ""), await Post("stripe", "Stripe-Signature", dispute, SignedByStripe(dispute)));
        Assert.Equal((200, ""), await Post("ninjavan", "X-Ninjavan-Hmac-Sha256", parcel, SignedByNinjaVan(parcel)));
        var messages = shop.Services.GetRequiredService<IMessages>();
        await messages.Send(ClearanceFunctions.Queue, new CustomsNotice(1, "e-unknown", $"{Guid.NewGuid()}-1", 1));
        await messages.Send(ClearanceFunctions.Queue, new CustomsNotice(1, "e-nonsense", "no shipment", 1));

        string[] told = ["evt_unknown", "OTHERS1", "e-unknown", "e-nonsense"];
        await shop.Until(
            () => Task.FromResult(told.All(name => shop.Log.Lines.Any(line => line.Contains(name)))),
            () => "each leaves a line in the log");
        await shop.Pass(TimeSpan.FromMinutes(5));
        await shop.Host.WhenIdle();
        Assert.Empty((await shop.Staff(HttpMethod.Get, "poison"))["items"]!.AsArray());
    }

    private async Task<(int Status, string Code)> Post(string party, string header, string body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/webhooks/{party}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation(header, signature);
        using var response = await shop.Client.SendAsync(request);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync());
        return ((int)response.StatusCode, answer?["code"]?.GetValue<string>() ?? "");
    }

    private string SignedByStripe(string body) => Signed("whsec_sandbox", body);

    private string Signed(string secret, string body)
    {
        long time = shop.Clock!.GetUtcNow().ToUnixTimeSeconds();
        byte[] mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }

    private static string SignedByNinjaVan(string body) => Convert.ToBase64String(
        HMACSHA256.HashData(Encoding.UTF8.GetBytes("sandbox-secret"), Encoding.UTF8.GetBytes(body)));
}
