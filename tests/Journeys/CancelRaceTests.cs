using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>A cancellation meets the picker or the carrier at the same moment, many times: one was first.</summary>
public sealed class CancelRaceTests(ITestOutputHelper output)
{
    private const int Orders = 16;
    private const int Price = 112_000;

    [Fact]
    public async Task Of_a_cancellation_and_a_picker_or_the_carrier_exactly_one_is_first()
    {
        await using var shop = await TestShop.Start(
            movedClock: false,
            outside: options => options with { Robot = false, ParcelStepSeconds = 0.4 });
        await shop.Sell("plain-bowl", "BOWL", Orders);
        var ends = await Task.WhenAll(Enumerable.Range(0, Orders).Select(number => Race(shop, number)));
        output.WriteLine(string.Join(", ", ends.CountBy(end => end).Select(end => $"{end.Value} {end.Key}")));

        int delivered = ends.Count(end => end == "Delivered");
        await Accounts.Balance(
            shop, "BOWL", Orders - delivered, (Orders - delivered) * 40_000, delivered * Price);
    }

    /// <summary>Half of them meet the picker, the others the carrier, each some moments apart.</summary>
    private static async Task<string> Race(TestShop shop, int number)
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", until: "Allocated");
        bool atShelf = number % 2 == 0;
        if (!atShelf) await shop.Pack($"{shopper.Order}-1");
        var cancelling = Cancel(shop, shopper, packed: !atShelf, TimeSpan.FromMilliseconds(number * 60 % 900));
        var picking = atShelf
            ? shop.Send(HttpMethod.Put, $"/api/staff/shipments/{shopper.Order}-1/picking", TestShop.StaffKey, new { })
            : Task.FromResult((HttpStatusCode.Accepted, (JsonNode?)null));
        var (cancelled, _) = (await cancelling, await picking);
        if (cancelled)
        {
            var order = await shopper.Reach("Cancelled");
            Assert.Equal("Voided", order["payment"]!["status"]!.GetValue<string>());
            return "Cancelled";
        }

        if (atShelf) await shop.Pack($"{shopper.Order}-1");
        var arrived = await shopper.Reach("Delivered");
        Assert.Equal("Captured", arrived["payment"]!["status"]!.GetValue<string>());
        Assert.Empty(arrived["cancellations"]!.AsArray());
        return "Delivered";
    }

    /// <summary>The shopper asks while it is on the shelf, staff once it is packed; whether it worked.</summary>
    private static async Task<bool> Cancel(TestShop shop, Shopper shopper, bool packed, TimeSpan pause)
    {
        await Task.Delay(pause);
        string path = $"{(packed ? "/api/staff" : "/api")}/orders/{shopper.Order}/cancellations/{Guid.NewGuid()}";
        var (status, answer) = await shop.Send(
            HttpMethod.Put, path, packed ? TestShop.StaffKey : shopper.OrderToken,
            packed ? new { reason = "Other" } : new { });
        if ((int)status < 300) return true;
        string late = packed ? "cancellation.has_left" : "cancellation.being_picked";
        Assert.Equal(late, answer!["code"]!.GetValue<string>());
        return false;
    }
}
