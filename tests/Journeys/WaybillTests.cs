using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;
using UglyToad.PdfPig;

namespace Serverless.Tests.Journeys;

/// <summary>The carrier's papers, what the warehouse prints, and letters about a parcel (FUL02, CRM09).</summary>
public sealed class WaybillTests(OpenShop open) : IClassFixture<OpenShop>
{
    private const string Email = "maria@example.com";
    private readonly TestShop shop = open.Shop;

    [Fact]
    public async Task Each_step_of_a_parcel_is_written_of_once_however_often_it_is_told()
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await shop.Host.WhenIdle();
        var messages = shop.Services.GetRequiredService<IMessages>();
        var parcel = new Id<Shipment>($"{shopper.Order}-1");
        ParcelTold[] told =
        [
            new(parcel, ShipmentStatus.Shipped, 0), new(parcel, ShipmentStatus.OutForDelivery, 1),
            new(parcel, ShipmentStatus.Delivered, 0),
        ];
        foreach (var one in told.Concat(told)) await messages.Send(ParcelTold.Queue, one);
        await shop.Host.WhenIdle();

        var subjects = (await LettersOf(shopper)).Select(mail => $"{mail["subject"]}".Split(':')[0]).ToList();
        Assert.Equal(["Arriving today", "Delivered", "On its way"], subjects.Order(StringComparer.Ordinal));
        var shipped = (await LettersOf(shopper)).Single(mail => $"{mail["subject"]}".StartsWith("On its way"));
        Assert.Contains("https://www.ninjavan.co/en-ph/tracking?id=SL", $"{shipped["text"]}", StringComparison.Ordinal);
        Assert.Contains("1 × ", $"{shipped["text"]}", StringComparison.Ordinal);
        Assert.DoesNotContain("<script", $"{shipped["html"]}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waybill_is_printed_by_staff_and_a_returns_goes_with_its_letter_and_to_nobody_else()
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await shop.Host.WhenIdle();
        var tracking = $"{(await shopper.Look())["shipments"]![0]!["tracking"]}";
        var (status, pdf) = await Get($"staff/shipments/{shopper.Order}-1/waybill", TestShop.StaffKey);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains(tracking, TextOf(pdf), StringComparison.Ordinal);
        Assert.Contains("Maria Santos", TextOf(pdf), StringComparison.Ordinal);

        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        Assert.Equal("waybill.not_booked", await CodeOf($"staff/returns/{back}/waybill", TestShop.StaffKey));
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "Closed");
        await shop.Host.WhenIdle();
        var (own, label) = await Get($"returns/{back}/waybill", shopper.OrderToken);
        Assert.Equal(HttpStatusCode.OK, own);
        Assert.Contains("RETURN", TextOf(label), StringComparison.Ordinal);

        // Told again, as a queue may, it is the same letter.
        var messages = shop.Services.GetRequiredService<IMessages>();
        await messages.Send(PapersDue.Queue, PapersDue.Of(new Id<Return>(back)));
        await shop.Host.WhenIdle();
        var other = new Shopper(shop);
        await other.Buy("BOWL");
        Assert.Equal(HttpStatusCode.NotFound, (await Get($"returns/{back}/waybill", other.OrderToken)).Status);
        var letter = (await LettersOf(shopper)).Single(mail => $"{mail["subject"]}".StartsWith("Your return"));
        Assert.Equal("application/pdf", $"{letter["enclosures"]![0]!["type"]}");
        Assert.Equal(label, Convert.FromBase64String($"{letter["enclosures"]![0]!["content"]}"));
    }

    [Fact]
    public async Task A_waybill_that_the_carrier_makes_late_is_asked_for_again_by_staff()
    {
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        await shopper.Pay();
        await shopper.Reach("Allocated", "Picking", "Packed", "Shipped", "OutForDelivery", "Delivered");
        await shopper.Reach("Delivered");
        await shop.Host.WhenIdle();
        await shop.Services.GetRequiredService<Waybills>().Delete(new(shopper.Order), default);

        var path = $"staff/shipments/{shopper.Order}-1/waybill";
        Assert.Equal("waybill.late", await CodeOf(path, TestShop.StaffKey));
        await shop.Staff(HttpMethod.Put, $"shipments/{shopper.Order}-1/waybill", new { });
        await shop.Host.WhenIdle();
        Assert.Equal(HttpStatusCode.OK, (await Get(path, TestShop.StaffKey)).Status);
    }

    [Fact]
    public async Task What_is_not_known_or_not_to_be_picked_is_a_clear_error()
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        var nobody = Guid.NewGuid();
        Assert.Equal("shipment.unknown", await CodeOf($"staff/shipments/{nobody}-1/waybill", TestShop.StaffKey));
        Assert.Equal("shipment.unknown", await CodeOf($"staff/shipments/{nobody}-1/packing-slip", TestShop.StaffKey));
        Assert.Equal("return.unknown", await CodeOf($"staff/returns/{nobody}/waybill", TestShop.StaffKey));
        Assert.Equal("pick_list.parcels", await Refused("MNL", $"{shopper.Order}-1"));
        Assert.Equal("shipment.unknown", await Refused("MNL", $"{nobody}-1"));
        Assert.Equal("request.fields", await Refused("NOWHERE", $"{shopper.Order}-1"));
        var (status, slip) = await Get($"staff/shipments/{shopper.Order}-1/packing-slip", TestShop.StaffKey);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("BOWL", TextOf(slip), StringComparison.Ordinal);
    }

    private async Task<string> Refused(string location, string parcel) => $"{(await shop.Send(
        HttpMethod.Post, "/api/staff/pick-lists", TestShop.StaffKey,
        new { location, parcels = new[] { new { id = parcel } } })).Answer!["code"]}";

    /// <summary>The letters about her order but the first.</summary>
    private async Task<List<JsonNode>> LettersOf(Shopper shopper) =>
    [
        .. (await Account.Mails(shop, Email)).OfType<JsonNode>().Where(mail =>
            $"{mail["text"]}".Contains(shopper.Order, StringComparison.Ordinal)
            && !$"{mail["subject"]}".StartsWith("Your order", StringComparison.Ordinal)),
    ];

    private async Task<string> CodeOf(string path, string token)
    {
        var (_, answer) = await shop.Send(HttpMethod.Get, $"/api/{path}", token);
        return $"{answer!["code"]}";
    }

    private async Task<(HttpStatusCode Status, byte[] Bytes)> Get(string path, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await shop.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsByteArrayAsync());
    }

    private static string TextOf(byte[] pdf)
    {
        Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(pdf), StringComparison.Ordinal);
        using var paper = PdfDocument.Open(pdf);
        return string.Join('\n', paper.GetPages().Select(page => page.Text));
    }
}
