using System.Net;
using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Tests.Journeys;

/// <summary>What can become of goods that a shopper sends back, with everything real behind it.</summary>
public sealed class ReturnTests
{
    [Fact]
    public async Task A_restocking_fee_stays_with_the_shop_and_the_books_say_so()
    {
        await using var shop = await Open("691200");
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2);
        var offer = await shopper.Offers();
        Assert.Equal(
            (2, "RestockingFee", 15),
            (Number(offer["units"]), Text(offer["usual"]!["kind"]), Number(offer["usual"]!["feePercent"])));
        Assert.Equal("Free", Text(offer["fault"]!["kind"]));

        var back = await shopper.SendBack("BOWL");
        await Approve(shop, back);
        var closed = await shopper.ReachReturn(back, "Closed");
        Assert.Equal(85_000, Amount(closed["refund"]));
        Assert.Equal(15_000, Amount(closed["sums"]!["fee"]));
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 212_000 - 85_000);
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.Equal(-13_393, Accounts.Of(books, "4300 Fees for returns"));
    }

    [Fact]
    public async Task Goods_that_are_handed_over_in_a_store_need_no_label_and_are_sold_again_from_there()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        var back = await shopper.SendBack("BOWL", store: "BGC");
        await Approve(shop, back);
        await shopper.ReachReturn(back, "Approved");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/receipt", new { location = "BGC" });
        var closed = await shopper.ReachReturn(back, "Closed");
        Assert.Null(closed["label"]);
        var stock = await shop.Staff(HttpMethod.Get, "stock/BOWL");
        var there = stock["locations"]!.AsArray().Single(one => Text(one!["location"]) == "BGC");
        Assert.Equal(1, there!["onHand"]!.GetValue<int>());
        await Accounts.Balance(shop, "BOWL", onHand: 5, inventory: 5 * 40_000, clearing: 12_000);
    }

    [Fact]
    public async Task What_staff_do_not_accept_stays_with_the_shopper_and_what_is_broken_is_written_off()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 3);
        var back = await shopper.SendBack("BOWL", quantity: 3, reason: "Damaged");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(
            HttpMethod.Put, $"returns/{back}/approval", new { lines = new[] { new { sku = "BOWL", quantity = 2 } } });
        await shop.Staff(HttpMethod.Put, $"returns/{back}/note", new { note = "Only two pictures show a crack." });

        // The robot finds broken what was said to be.
        var closed = await shopper.ReachReturn(back, "Closed");
        Assert.Equal(200_000, Amount(closed["refund"]));
        Assert.Null(closed["note"]);
        Assert.Equal(1, closed["lines"]![0]!["declined"]!.GetValue<int>());
        var order = await shopper.Look();
        Assert.Equal(1, order["returnable"]!["lines"]![0]!["quantity"]!.GetValue<int>());
        await Accounts.Balance(shop, "BOWL", onHand: 4, inventory: 4 * 40_000, clearing: 300_000 - 200_000);
        var stock = await shop.Staff(HttpMethod.Get, "stock/BOWL");
        Assert.Equal(2, Number(stock["available"]));
    }

    [Fact]
    public async Task What_is_thrown_away_is_an_expense_and_what_was_missing_pays_nothing()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2);
        await shop.Rest();
        var back = await shopper.SendBack("BOWL", quantity: 2, store: "BGC");
        await Approve(shop, back);
        await shopper.ReachReturn(back, "Approved");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/receipt", new { location = "BGC" });
        await shopper.ReachReturn(back, "Received");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/inspection", new
        {
            lines = new[]
            {
                new { sku = "BOWL", quantity = 1, disposition = "Discard" },
                new { sku = "BOWL", quantity = 1, disposition = "Missing" },
            },
        });
        var closed = await shopper.ReachReturn(back, "Closed");
        Assert.Equal(100_000, Amount(closed["refund"]));
        await Accounts.Balance(shop, "BOWL", onHand: 3, inventory: 3 * 40_000, clearing: 112_000);
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.Equal(40_000, Accounts.Of(books, "5200 Returned goods written off"));
    }

    [Fact]
    public async Task Each_unit_goes_the_way_that_the_inspection_says()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 4);
        await shop.Rest();
        var back = await shopper.SendBack("BOWL", quantity: 4, store: "BGC");
        await Approve(shop, back);
        await shopper.ReachReturn(back, "Approved");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/receipt", new { location = "BGC" });
        await shopper.ReachReturn(back, "Received");
        string[] found = ["Restock", "Damaged", "Discard", "Missing"];
        await shop.Staff(HttpMethod.Put, $"returns/{back}/inspection", new
        {
            lines = found.Select(disposition => new { sku = "BOWL", quantity = 1, disposition }),
        });
        var closed = await shopper.ReachReturn(back, "Closed");

        // As good as new: for sale. Damaged: here, and not for sale. Thrown away: an expense. Missing: not paid back.
        Assert.Equal(300_000, Amount(closed["refund"]));
        var there = (await shop.Staff(HttpMethod.Get, "stock/BOWL"))["locations"]!.AsArray()
            .Single(one => Text(one!["location"]) == "BGC")!;
        Assert.Equal(
            (2, 1, 1), (Number(there["onHand"]), Number(there["available"]), Number(there["damaged"])));
        await Accounts.Balance(shop, "BOWL", onHand: 3, inventory: 3 * 40_000, clearing: 400_000 - 300_000);
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.Equal(40_000, Accounts.Of(books, "5200 Returned goods written off"));
        Assert.Equal(40_000, Accounts.Of(books, "5000 Cost of goods sold"));
    }

    [Fact]
    public async Task A_return_that_was_asked_for_a_moment_ago_can_be_approved()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        var back = await shopper.SendBack("BOWL");

        // At once: whether its record is there yet or not.
        await Approve(shop, back);
        await shopper.ReachReturn(back, "Closed");
    }

    [Fact]
    public async Task A_note_on_a_return_that_is_being_opened_is_told_to_wait_and_on_none_that_there_is_none()
    {
        await using var shop = await Open();
        var (order, back) = (new Id<Order>($"{Guid.NewGuid()}"), new Id<Return>($"{Guid.NewGuid()}"));
        var wish = new ReturnWish([new("BOWL", 1, ReturnReason.ChangedMind)]);
        await shop.Host.Durable.ScheduleNewOrchestrationInstanceAsync(
            nameof(ReturnOrchestration),
            new ReturnStart(back, order, wish, PolicyVersion.Of(shop.Services.GetRequiredService<Policies>().Now)),
            new StartOrchestrationOptions(back.Value, shop.Clock!.GetUtcNow().AddDays(1)));

        Assert.Equal((HttpStatusCode.Conflict, "return.not_opened"), await Note(back.Value));
        Assert.Equal((HttpStatusCode.NotFound, "return.unknown"), await Note($"{Guid.NewGuid()}"));

        async Task<(HttpStatusCode, string)> Note(string id)
        {
            var (status, answer) = await shop.Send(
                HttpMethod.Put, $"/api/staff/returns/{id}/note", TestShop.StaffKey, new { note = "Call her." });
            return (status, Text(answer!["code"]));
        }
    }

    [Fact]
    public async Task What_cannot_come_back_is_refused_with_its_reason()
    {
        await using var shop = await Open("640419");
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await Refuses(shopper, "return.exchange_only", shopper.Back("BOWL"));
        await Refuses(shopper, "return.store", shopper.Back("BOWL", remedy: "Credit", store: "MNL"));
        await Refuses(shopper, "return.too_many", shopper.Back("BOWL", quantity: 2, remedy: "Credit"));
        await Refuses(shopper, "request.fields", shopper.Back("BOWL", remedy: "Gold"));

        var stranger = new Shopper(shop);
        await stranger.Buy("BOWL");
        await Refuses(stranger, "order.unknown", shopper.Back("BOWL", remedy: "Credit"));
        shop.Clock!.Advance(TimeSpan.FromDays(31));
        await Refuses(shopper, "return.too_late", shopper.Back("BOWL", remedy: "Credit"));
    }

    [Fact]
    public async Task What_spoils_comes_back_only_when_something_is_wrong_with_it()
    {
        await using var shop = await Open("340111");
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await Refuses(shopper, "return.not_returnable", shopper.Back("BOWL"));
        await shopper.SendBack("BOWL", reason: "WrongItem");
    }

    private static async Task<TestShop> Open(string hsCode = "460219")
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5, hsCode: hsCode);
        return shop;
    }

    private static Task<JsonNode> Approve(TestShop shop, string back) =>
        shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });

    private static async Task Refuses(Shopper shopper, string code, object ask)
    {
        var (_, status, answer) = await shopper.AskBack(ask);
        Assert.True(status >= HttpStatusCode.BadRequest, $"{status}: {answer}");
        Assert.Equal(code, Text(answer!["code"]));
    }

    private static int Number(JsonNode? node) => node!.GetValue<int>();

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();
}
