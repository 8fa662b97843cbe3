using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using UglyToad.PdfPig;

namespace Serverless.Tests.Journeys;

/// <summary>A seller who is not registered for VAT, from the cart to the credit note.</summary>
public sealed class WithoutVatTests
{
    private const string Vat = "2100 VAT payable";

    [Fact]
    public async Task No_sum_letter_note_or_posting_has_the_tax_and_what_was_sold_before_keeps_it()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 10);
        var before = new Shopper(shop);
        Assert.Equal(12, Whole((await before.Buy("BOWL"))["taxRate"]));

        await new Merchant(shop).Change(settings => settings["vat"] = "NotRegistered");
        Assert.Equal("NotRegistered", (await shop.Send(HttpMethod.Get, "/api/shop", null)).Answer!["vat"]!.ToString());
        var after = new Shopper(shop, Person.Maria with { Email = "ines@example.com" });
        var cart = await after.Fill("BOWL");
        Assert.Equal((0, 0, 112_000), (Whole(cart["taxRate"]), Amount(cart["tax"]), Amount(cart["total"])));
        await after.Pay();
        var order = await after.Reach("Delivered");
        Assert.Equal((0, 0), (Whole(order["taxRate"]), Amount(order["tax"])));
        var letter = await Letter(shop, "ines@example.com");
        Assert.DoesNotContain("of which VAT", letter, StringComparison.Ordinal);
        Assert.Contains("not registered for VAT", letter, StringComparison.Ordinal);
        Assert.Equal(-12_000, await Owed(shop));

        // Each comes back as it was sold.
        var note = await Return(shop, after);
        Assert.Contains("NON-VAT Reg. TIN", note, StringComparison.Ordinal);
        Assert.DoesNotContain("of which VAT", note, StringComparison.Ordinal);
        Assert.Equal(-12_000, await Owed(shop));
        note = await Return(shop, before);
        Assert.Contains("of which VAT", note, StringComparison.Ordinal);
        Assert.DoesNotContain("NON-VAT", note, StringComparison.Ordinal);
        Assert.Equal(-1_286, await Owed(shop));
    }

    private static async Task<string> Return(TestShop shop, Shopper shopper)
    {
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "Closed");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/returns/{back}/credit-note");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", shopper.OrderToken);
        using var answer = await shop.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var paper = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync());
        return paper.GetPage(1).Text;
    }

    private static async Task<string> Letter(TestShop shop, string email)
    {
        using var outside = new HttpClient();
        JsonArray? letters = null;
        await shop.Until(
            async () => (letters = await outside.GetFromJsonAsync<JsonArray>(
                $"{shop.Sandbox.Address}/mail/messages?to={email}"))!.Count > 0,
            () => "a letter came");
        return letters!.ToJsonString();
    }

    private static async Task<long> Owed(TestShop shop)
    {
        await shop.Host.WhenIdle();
        return Accounts.Of(await shop.Staff(HttpMethod.Get, "ledger/balance"), Vat);
    }

    private static int Whole(JsonNode? node) => node!.GetValue<int>();

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();
}
