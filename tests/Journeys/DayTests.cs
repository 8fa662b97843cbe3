using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>Whose day it is: the seller's in the books and on paper, the shopper's where her time ends.</summary>
public sealed class DayTests
{
    private static readonly string[] NoDates =
        ["01/02/2027", "23:59", "Dec 2026", "2026-12-31T10:00:00", "0001-01-01T00:00:00Z"];

    [Fact]
    public async Task What_leaves_at_one_in_the_morning_in_Manila_has_left_on_that_day()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);

        // 01:00 of the 12th for the seller, while UTC is still on the 11th.
        await shop.Pass(TimeSpan.FromHours(17));
        await new Shopper(shop).Buy("BOWL");
        var store = shop.Services.GetRequiredService<TableStore>();
        var id = Demand.Of(Stock.At("BOWL", "MNL"));
        await shop.Until(async () => await store.Find(id) is not null, () => "a demand");
        var (day, seller) = (new DateOnly(2026, 11, 12), shop.Services.GetRequiredService<Policies>().Now.Seller);
        Assert.Equal(day, seller.DayOf(shop.Clock!.GetUtcNow()));
        Assert.Equal([new DayDemand(day, 1)], (await store.Find(id))!.Record.Days);

        var journal = shop.Services.GetRequiredService<Journal>();
        Assert.Contains(await journal.Entries(day), entry => entry.Cause.EndsWith("-sale", StringComparison.Ordinal));
        Assert.True(Accounts.Of(await shop.Staff(HttpMethod.Get, "ledger/balance"), "1010 Card clearing") > 0);
    }

    [Fact]
    public async Task A_coupon_that_ends_with_a_day_is_good_on_all_of_it_in_the_shops_zone()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        var terms = new { name = "11.11", percent = 10, from = "2026-11-11", until = "2026-11-11" };
        var issued = await shop.Staff(HttpMethod.Put, "coupons/ELEVEN", terms);
        Assert.Equal(
            (At("2026-11-10T16:00:00Z"), At("2026-11-11T16:00:00Z")), (Time(issued["from"]), Time(issued["until"])));

        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        shop.Clock!.SetUtcNow(At("2026-11-11T15:59:59Z"));
        Assert.Null((await Use(shop, shopper))["coupon"]!["problem"]);
        shop.Clock.SetUtcNow(At("2026-11-11T16:00:00Z"));
        Assert.Equal("coupon.ended", (await shopper.LookAtCart())["coupon"]!["problem"]!["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_is_no_date_of_ISO_8601_is_refused_wherever_one_is_asked_for()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 0);
        var buyer = new Buyer(shop);
        await buyer.Know(pack: 1, price: 30_000, "BOWL");
        var order = await buyer.Order(("BOWL", 12));
        var cost = new { amount = 1, currency = "PHP" };
        foreach (string text in NoDates)
        {
            var terms = new { name = "Ten", percent = 10, from = text, until = text };
            await Refuses("coupons/TEN", terms, "from", "until");
            await Refuses(
                $"receipts/{New}",
                new { sku = "BOWL", location = "MNL", quantity = 1, unitCost = cost, receivedAt = text }, "receivedAt");
            await Refuses("stock/BOWL/backorder", new { cap = 1, promiseDate = text }, "promiseDate");
            await Refuses($"purchase-orders/{order}/confirmation", new { due = text }, "due");
            await Refuses(
                $"purchase-orders/{order}/receipts/{New}",
                new { lines = new[] { new { sku = "BOWL", quantity = 1 } }, receivedAt = text }, "receivedAt");
            var product = JsonSerializer.SerializeToNode(Products.Plain("other", "OTHER", 100))!;
            var price = product["variants"]![0]!["prices"]![0]!;
            (price["from"], price["until"]) = (text, text);
            await Refuses("products/other", product, "variants[0].prices[0].from", "variants[0].prices[0].until");
        }

        async Task Refuses(string path, object body, params string[] fields)
        {
            var (status, answer) = await shop.Send(HttpMethod.Put, $"/api/staff/{path}", TestShop.StaffKey, body);
            Assert.True(status == HttpStatusCode.BadRequest, $"{path}: {status} {answer}");
            Assert.Equal(fields, answer!["fields"]!.AsArray().Select(one => one!["name"]!.GetValue<string>()).Order());
        }
    }

    [Theory]
    [InlineData("2026-11-12", HttpStatusCode.BadRequest)]
    [InlineData("2026-11-11T00:20:00Z", HttpStatusCode.BadRequest)]
    [InlineData("2026-11-11T00:04:00Z", HttpStatusCode.OK)]
    [InlineData("2026-11-11", HttpStatusCode.OK)]
    [InlineData("2026-11-10T09:00:00+08:00", HttpStatusCode.OK)]
    public async Task Goods_were_received_by_now(string receivedAt, HttpStatusCode said)
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 0);
        var unitCost = new { amount = 1, currency = "PHP" };
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/staff/receipts/{New}", TestShop.StaffKey,
            new { sku = "BOWL", location = "MNL", quantity = 1, unitCost, receivedAt });
        Assert.True(said == status, $"{answer}");
    }

    [Fact]
    public async Task A_reason_to_send_something_back_has_one_last_day_on_every_page_and_in_the_letter()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 2);
        var shopper = new Shopper(shop);
        var order = await shopper.Buy("BOWL");
        var offer = await shopper.Offers();
        var line = order["returnable"]!["lines"]![0]!;
        foreach (string reason in new[] { "usual", "fault" })
        {
            Assert.Equal(Text(offer[reason]!["lastDay"]), Text(line[reason]!["lastDay"]));
            Assert.Equal(Text(offer[reason]!["until"]), Text(line[reason]!["until"]));
        }

        // Delivered on 11 November in Manila; the sixtieth day is a working day.
        Assert.Equal(("2026-12-11", "2027-01-10"), (Text(line["usual"]!["lastDay"]), Text(line["fault"]!["lastDay"])));
        Assert.Equal("2026-12-11T23:59:59.9999999+08:00", Text(line["usual"]!["until"]));

        var (_, product) = await shop.Send(HttpMethod.Get, "/api/products/plain-bowl?currency=PHP", null);
        var promise = product!["returns"]!;
        Assert.Equal((30, 60), (promise["days"]!.GetValue<int>(), promise["faultDays"]!.GetValue<int>()));
        var mails = await Account.Mails(shop, "maria@example.com");
        var letter = mails.Select(mail => $"{mail!["text"]}").First(text => text.Contains("Thank you", Plain));
        Assert.Contains("Changed your mind? Send it back within 30 days.", letter, Plain);
        Assert.Contains("Something wrong with it? Tell us within 60 days.", letter, Plain);

        var back = await shopper.ReachReturn(await shopper.SendBack("BOWL"), "Requested");
        Assert.Equal("2026-12-11", Text(back["lines"]![0]!["terms"]!["lastDay"]));
        shop.Clock!.SetUtcNow(At("2026-12-11T16:00:00Z"));
        Assert.Null((await shopper.Look())["returnable"]?["lines"]![0]!["usual"]);
    }

    private const StringComparison Plain = StringComparison.Ordinal;

    private static string New => Guid.NewGuid().ToString();

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static DateTimeOffset Time(JsonNode? node) => node!.GetValue<DateTimeOffset>();

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, null);

    private static async Task<JsonNode> Use(TestShop shop, Shopper shopper) => (await shop.Send(
        HttpMethod.Put, $"/api/carts/{shopper.Cart}/coupon", shopper.CartToken, new { code = "ELEVEN" })).Answer!;
}
