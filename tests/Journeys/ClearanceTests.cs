using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Parcels at the border, from the papers to the customs' last word (XB04, XB07).</summary>
public sealed class ClearanceTests
{
    private static readonly byte[] Certificate = Encoding.UTF8.GetBytes("%PDF-1.7\nCertificate of origin");

    [Fact]
    public async Task A_parcel_that_customs_let_in_is_delivered_and_has_its_papers()
    {
        await using var shop = await OpenShop();
        var shopper = await Buy(shop, "AU");

        var order = await shopper.Reach("Delivered");

        string shipment = ShipmentOf(order);
        Assert.Equal("Released", (await shop.Staff(HttpMethod.Get, $"clearances/{shipment}"))["clearance"]!["status"]!
            .GetValue<string>());
        var declared = Assert.Single(await Books(shop))!;
        Assert.Equal((shipment, "released"), (Text(declared, "shipment"), Text(declared, "status")));
        foreach (string name in ClearanceActivities.Papers)
        {
            var (status, first) = await File(shop, HttpMethod.Get, $"shipments/{shipment}/documents/{name}");
            var (_, again) = await File(shop, HttpMethod.Get, $"shipments/{shipment}/documents/{name}");
            Assert.Equal(HttpStatusCode.OK, status);
            Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(first), StringComparison.Ordinal);
            Assert.Equal(first, again);
        }

        await Mailed(shop, "Your parcel is through customs");
        Assert.DoesNotContain("OnHoldCustoms", order["timeline"]!.ToJsonString());
    }

    [Fact]
    public async Task A_parcel_at_home_has_no_papers_and_asks_nobody()
    {
        await using var shop = await OpenShop();
        var order = await new Shopper(shop).Buy("BOWL");

        Assert.Empty(await Books(shop));
        string paper = $"shipments/{ShipmentOf(order)}/documents/cn23";
        Assert.Equal(HttpStatusCode.NotFound, (await File(shop, HttpMethod.Get, paper)).Status);
    }

    [Fact]
    public async Task A_held_parcel_goes_on_once_staff_have_given_what_customs_ask_for()
    {
        await using var shop = await OpenShop();
        await Next(shop, "hold", new { rounds = 2 });
        var shopper = await Buy(shop, "DE");
        string shipment = ShipmentOf(await shopper.Reach("OnHoldCustoms"));
        await Mailed(shop, "Customs are looking at your parcel");

        for (int round = 0; round < 2; round++)
        {
            var held = Assert.Single(await Held(shop, shipment))!;
            Assert.Equal("certificate_of_origin", Assert.Single(held["asked"]!.AsArray())!.GetValue<string>());
            await Give(shop, shipment, "certificate_of_origin", Certificate);
            await shop.Until(
                async () => (await shop.Staff(HttpMethod.Get, "clearances?list=held"))["items"]!.AsArray().Count == 0,
                () => "customs look at the certificate");
        }

        var order = await shopper.Reach("Delivered");
        Assert.Contains("OnHoldCustoms", order["timeline"]!.ToJsonString());
        var (_, kept) = await File(
            shop, HttpMethod.Get, $"clearances/{shipment}/documents/certificate_of_origin");
        Assert.Equal(Certificate, kept);
        await Mailed(shop, "Your parcel is through customs");
    }

    [Fact]
    public async Task A_parcel_that_customs_refuse_comes_back_and_all_is_refunded_import_charges_too()
    {
        await using var shop = await OpenShop();
        await Next(shop, "refuse", new { });
        var shopper = new Shopper(shop);
        var cart = await shopper.FillAbroad("BOWL", "DE");
        Assert.True(Amount(cart["import"]) > 0);
        await Pay(shopper);

        var order = await shopper.Reach("ReturnedToSender");

        Assert.Equal(Amount(cart["total"]), Amount(order["refunded"]));
        await Accounts.Balance(shop, "BOWL", onHand: 5, inventory: 5 * 40_000, clearing: 0);
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.Equal(0, Accounts.Of(books, "2300 Import charges payable"));
        await Mailed(shop, "Customs did not let your parcel in");
    }

    [Theory]
    [InlineData("twice")]
    [InlineData("outOfOrder")]
    [InlineData("beforeResponse")]
    [InlineData("lost")]
    public async Task However_the_brokers_notices_come_the_parcel_is_held_and_let_go_once(string how)
    {
        await using var shop = await OpenShop();
        await Next(shop, "hold", new { });
        await Put(shop, "/sandbox/misbehaviour/broker", new JsonObject { [how] = true });
        var shopper = await Buy(shop, "AU");
        // What is lost is found by looking, every few hours.
        var step = how == "lost" ? TimeSpan.FromMinutes(20) : TimeSpan.FromSeconds(1);
        string? shipment = null;
        await shop.Until(
            async () =>
            {
                var order = await shopper.Look();
                shipment = ShipmentOf(order);
                return Text(order, "status") == "OnHoldCustoms";
            },
            () => "the parcel is held", step);
        await Give(shop, shipment!, "certificate_of_origin", Certificate);
        await shop.Until(async () => Text(await shopper.Look(), "status") == "Delivered", () => "delivered", step);

        var timeline = (await shop.Staff(HttpMethod.Get, $"clearances/{shipment}"))["timeline"]!.AsArray();
        Assert.Single(timeline, fact => Text(fact, "status") == "Released");
        Assert.Single(await Books(shop));
    }

    [Fact]
    public async Task What_staff_give_that_is_no_document_or_not_asked_for_is_refused_with_its_reason()
    {
        await using var shop = await OpenShop();
        await Next(shop, "hold", new { });
        string shipment = ShipmentOf(await (await Buy(shop, "AU")).Reach("OnHoldCustoms"));
        string asked = $"clearances/{shipment}/documents/certificate_of_origin";

        await Refused(shop, asked, "Certificate, honestly"u8.ToArray(), 400, "document.type");
        await Refused(shop, asked, [], 400, "document.type");
        await Refused(shop, asked, [.. Certificate, .. new byte[5 * 1024 * 1024]], 413, "document.too_large");
        await Refused(shop, $"clearances/{shipment}/documents/selfie", Certificate, 409, "clearance.not_asked");
        await Refused(
            shop, $"clearances/{Guid.NewGuid()}-1/documents/certificate_of_origin", Certificate, 404,
            "clearance.unknown");
        await Refused(shop, "clearances/nonsense/documents/invoice", Certificate, 404, "clearance.unknown");
        Assert.Equal(HttpStatusCode.NotFound, (await File(shop, HttpMethod.Get, asked)).Status);
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task News_in_another_format_are_refused_at_the_door_or_put_aside_for_a_person()
    {
        await using var shop = await OpenShop();
        string unknown = $"{Guid.NewGuid()}-1";
        string body = $$"""{"format":1,"event":"e1","shipment":"{{unknown}}","version":1}""";
        Assert.Equal((400, "webhook.signature"), await Post(shop, body, "t=1,v1=00"));
        string other = body.Replace("\"format\":1", "\"format\":2", StringComparison.Ordinal);
        Assert.Equal((400, "webhook.format"), await Post(shop, other, Sign(shop, other)));

        var messages = shop.Services.GetRequiredService<IMessages>();
        await messages.Send(ClearanceFunctions.Queue, new CustomsNotice(7, "e2", unknown, 1));

        await shop.Until(
            async () => (await Poisoned(shop)).Count == 1, () => "a message put aside", TimeSpan.FromSeconds(10));
        Assert.Contains("e2", Text((await Poisoned(shop))[0], "body"), StringComparison.Ordinal);
    }

    private static async Task<TestShop> OpenShop()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        return shop;
    }

    private static async Task<Shopper> Buy(TestShop shop, string country)
    {
        var shopper = new Shopper(shop);
        await shopper.FillAbroad("BOWL", country);
        await Pay(shopper);
        return shopper;
    }

    private static async Task Pay(Shopper shopper)
    {
        var (status, answer) = await shopper.Pay();
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {answer}");
    }

    private static async Task Give(TestShop shop, string shipment, string name, byte[] document)
    {
        var (status, answer) = await File(
            shop, HttpMethod.Put, $"clearances/{shipment}/documents/{name}", document);
        Assert.True(status == HttpStatusCode.Accepted, $"{status} {Encoding.UTF8.GetString(answer)}");
    }

    private static async Task Refused(TestShop shop, string path, byte[] document, int status, string code)
    {
        var (said, answer) = await File(shop, HttpMethod.Put, path, document);
        Assert.Equal((status, code), ((int)said, Text(JsonNode.Parse(answer), "code")));
    }

    private static async Task<(HttpStatusCode Status, byte[] Content)> File(
        TestShop shop, HttpMethod method, string path, byte[]? content = null)
    {
        using var request = new HttpRequestMessage(method, $"/api/staff/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestShop.StaffKey);
        if (content is not null) request.Content = new ByteArrayContent(content);
        using var response = await shop.Client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsByteArrayAsync());
    }

    private static async Task<(int, string)> Post(TestShop shop, string body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/webhooks/broker");
        request.Content = new StringContent(body);
        request.Headers.TryAddWithoutValidation("X-Broker-Signature", signature);
        using var response = await shop.Client.SendAsync(request);
        return ((int)response.StatusCode, Text(JsonNode.Parse(await response.Content.ReadAsStringAsync()), "code"));
    }

    private static string Sign(TestShop shop, string body)
    {
        long time = shop.Clock!.GetUtcNow().ToUnixTimeSeconds();
        byte[] mac = HMACSHA256.HashData("sandbox-broker-secret"u8, Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }

    private static async Task<JsonArray> Held(TestShop shop, string shipment)
    {
        JsonArray held = [];
        await shop.Until(
            async () =>
            {
                held = (await shop.Staff(HttpMethod.Get, "clearances?list=held"))["items"]!.AsArray();
                return held.Any(one => Text(one, "id") == shipment);
            },
            () => $"{shipment} is held");
        return held;
    }

    private static async Task<JsonArray> Poisoned(TestShop shop) =>
        (await shop.Staff(HttpMethod.Get, "poison"))["items"]!.AsArray();

    private static async Task<JsonArray> Books(TestShop shop)
    {
        using var http = new HttpClient();
        return (await http.GetFromJsonAsync<JsonArray>($"{shop.Sandbox.Address}/sandbox/declarations"))!;
    }

    private static async Task Mailed(TestShop shop, string subject)
    {
        using var http = new HttpClient();
        await shop.Until(
            async () => (await http.GetFromJsonAsync<JsonArray>(
                    $"{shop.Sandbox.Address}/mail/messages?to=sam@example.com"))!
                .Any(mail => Text(mail, "subject").StartsWith(subject, StringComparison.Ordinal)),
            () => $"a mail '{subject}'");
    }

    private static Task Next(TestShop shop, string outcome, object plan) =>
        Put(shop, $"/sandbox/broker/{outcome}", plan);

    private static async Task Put(TestShop shop, string path, object what)
    {
        using var http = new HttpClient();
        (await http.PutAsJsonAsync(shop.Sandbox.Address + path, what)).EnsureSuccessStatusCode();
    }

    private static string ShipmentOf(JsonNode order) => $"{Text(order, "id")}-1";

    private static string Text(JsonNode? said, string name) => said?[name]?.GetValue<string>() ?? "";

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();
}
