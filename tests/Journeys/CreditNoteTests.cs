using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Serverless.Tests.Journeys;

/// <summary>The paper of a refund: numbered without a gap, and for who holds the order's token.</summary>
public sealed class CreditNoteTests(OpenShop open) : IClassFixture<OpenShop>
{
    private readonly TestShop shop = open.Shop;

    [Fact]
    public async Task Every_settled_return_has_a_note_and_their_numbers_have_no_gap()
    {
        var shoppers = Enumerable.Range(0, 3).Select(_ => new Shopper(shop)).ToList();
        var numbers = new List<string>();
        foreach (var shopper in shoppers)
        {
            await shopper.Buy("BOWL");
            var back = await shopper.SendBack("BOWL");
            await shopper.ReachReturn(back, "Requested");
            Assert.Equal(HttpStatusCode.NotFound, (await Paper(back, shopper.OrderToken)).Status);
            await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
            var closed = await shopper.ReachReturn(back, "Closed");
            numbers.Add(closed["creditNote"]!.GetValue<string>());

            var (status, type, bytes) = await Paper(back, shopper.OrderToken);
            Assert.Equal((HttpStatusCode.OK, "application/pdf"), (status, type));
            Assert.StartsWith("%PDF-", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NotFound, (await Paper(back, shoppers[0].CartToken)).Status);
        }

        Assert.Equal(["CN-LIKHA-000001", "CN-LIKHA-000002", "CN-LIKHA-000003"], numbers);
    }

    private async Task<(HttpStatusCode Status, string? Type, byte[] Bytes)> Paper(string back, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/returns/{back}/credit-note");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await shop.Client.SendAsync(request);
        return (
            answer.StatusCode, answer.Content.Headers.ContentType?.MediaType,
            await answer.Content.ReadAsByteArrayAsync());
    }
}
