using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>Goods that come back for other goods or for credit: who pays what, and what the books say.</summary>
public sealed class ExchangeTests
{
    private const string Cards = "1010 Card clearing";
    private const string Credit = "2210 Store credit owed";

    [Fact]
    public async Task What_a_dearer_replacement_costs_more_is_charged_and_it_is_sent_like_any_order()
    {
        await using var shop = await Open();
        var (shopper, back) = await Ask(shop, "VASE", 150_000, Shopper.GoodCard);
        var closed = await shopper.ReachReturn(back, "Closed");
        Assert.Contains("Exchanged", Statuses(closed));
        var instead = Assert.Single(closed["exchange"]!["lines"]!.AsArray())!;
        Assert.Equal(
            ("VASE", "Plain plain-vase"), (instead["sku"]!.GetValue<string>(), instead["name"]!.GetValue<string>()));
        Assert.NotEmpty(instead["picture"]!.GetValue<string>());
        Assert.Equal((100_000, 50_000), (Amount(closed["refund"]), Amount(closed["exchange"]!["difference"])));

        var replacement = await shopper.Follow(closed["exchange"]!, "Delivered");
        Assert.Equal((150_000, 50_000), (Amount(replacement["total"]), Amount(replacement["due"])));
        await Owes(shop, cards: 112_000 + 50_000, credit: 0);
        await Lies(shop, ("BOWL", 5), ("VASE", 4));
    }

    [Fact]
    public async Task What_a_cheaper_replacement_leaves_goes_back_to_the_card()
    {
        await using var shop = await Open();
        var (shopper, back) = await Ask(shop, "MUG", 60_000, card: null);
        var closed = await shopper.ReachReturn(back, "Closed");
        Assert.Contains("Exchanged", Statuses(closed));
        await shopper.Follow(closed["exchange"]!, "Delivered");
        Assert.Equal(40_000, Amount((await shopper.Look())["refunded"]));
        await Owes(shop, cards: 112_000 - 40_000, credit: 0);
        await Lies(shop, ("BOWL", 5), ("MUG", 4));
    }

    [Theory]
    [InlineData(100_000, 0, 0)]
    [InlineData(100_010, 3_000, 2_990)]
    public async Task A_replacement_that_costs_as_much_asks_for_no_card_and_one_a_little_dearer_for_the_least_of_a_card(
        long price, long difference, long left)
    {
        await using var shop = await Open();
        await shop.Sell("plain-dish", "DISH", units: 5, price: price);
        var (shopper, back) = await Ask(shop, "DISH", price, difference == 0 ? null : Shopper.GoodCard);
        var closed = await shopper.ReachReturn(back, "Closed");
        Assert.Contains("Exchanged", Statuses(closed));
        Assert.Equal(difference, Amount(closed["exchange"]!["difference"]));
        var replacement = await shopper.Follow(closed["exchange"]!, "Delivered");
        Assert.Equal((price, difference), (Amount(replacement["total"]), Amount(replacement["due"])));
        await Owes(shop, cards: 112_000 + difference, credit: left);
    }

    [Fact]
    public async Task A_difference_that_cannot_be_charged_ends_as_store_credit_and_frees_the_goods()
    {
        await using var shop = await Open();
        var (shopper, back) = await Ask(shop, "VASE", 150_000, Shopper.DeclinedCard);
        var closed = await shopper.ReachReturn(back, "Closed");
        Assert.Contains("StoreCredit", Statuses(closed));
        Assert.Equal("payment.declined", closed["reason"]!["code"]!.GetValue<string>());
        Assert.Equal(100_000, Amount(closed["credited"]));
        await Owes(shop, cards: 112_000, credit: 100_000);
        await Lies(shop, ("BOWL", 5), ("VASE", 5));
    }

    [Fact]
    public async Task The_goods_are_kept_from_the_approval_on_and_the_shopper_may_pay_the_difference_later()
    {
        await using var shop = await Open();
        var (shopper, back) = await Ask(shop, "VASE", 150_000, card: null);
        await shopper.ReachReturn(back, "LabelIssued");
        Assert.Equal(1, (await shop.Staff(HttpMethod.Get, "stock/VASE"))["held"]!.GetValue<int>());
        await shopper.ReachReturn(back, "Inspected");
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/returns/{back}/payment", shopper.OrderToken,
            new { paymentMethod = await shopper.Tokenise(Shopper.GoodCard) });
        Assert.True(status == HttpStatusCode.Accepted, $"{status}: {answer}");
        var closed = await shopper.ReachReturn(back, "Closed");
        await shopper.Follow(closed["exchange"]!, "Delivered");
        await Owes(shop, cards: 162_000, credit: 0);
    }

    [Fact]
    public async Task Who_wants_credit_has_it_and_no_card_is_refunded()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        var back = await shopper.SendBack("BOWL", remedy: "Credit");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        var closed = await shopper.ReachReturn(back, "Closed");
        Assert.Contains("StoreCredit", Statuses(closed));
        Assert.Equal(100_000, Amount(closed["credited"]));
        Assert.Equal(0, Amount((await shopper.Look())["refunded"]));
        await Owes(shop, cards: 112_000, credit: 100_000);
    }

    [Fact]
    public async Task An_exchange_for_what_is_not_sold_or_not_there_or_at_another_price_is_refused()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        await Refuses(shopper, 404, "product.unknown", Swap(shopper, "NOTHING", 1, 1));
        await Refuses(shopper, 409, "price.changed", Swap(shopper, "VASE", 1, 149_999));
        await Refuses(shopper, 409, "stock.too_few", Swap(shopper, "VASE", 6, 900_000));
        await Refuses(shopper, 400, "request.fields", shopper.Back("BOWL", remedy: "Exchange"));
    }

    private static async Task<TestShop> Open()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        await shop.Sell("plain-vase", "VASE", units: 5, price: 150_000);
        await shop.Sell("plain-mug", "MUG", units: 5, price: 60_000);
        return shop;
    }

    /// <summary>Buys a bowl and asks, with staff's consent, for something else.</summary>
    private static async Task<(Shopper Shopper, string Back)> Ask(TestShop shop, string sku, long total, string? card)
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        var method = card is null ? null : await shopper.Tokenise(card);
        var (back, status, answer) = await shopper.AskBack(Swap(shopper, sku, 1, total, method));
        Assert.True(status == HttpStatusCode.Accepted, $"{status}: {answer}");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        return (shopper, back);
    }

    private static object Swap(Shopper shopper, string sku, int quantity, long total, string? method = null) => new
    {
        order = shopper.Order,
        lines = new[] { new { sku = "BOWL", quantity = 1, reason = "WrongSize" } },
        remedy = "Exchange",
        exchange = new
        {
            lines = new[] { new { sku, quantity } },
            total = new { amount = total, currency = "PHP" },
            paymentMethod = method,
        },
    };

    private static async Task Refuses(Shopper shopper, int status, string code, object ask)
    {
        var (_, came, answer) = await shopper.AskBack(ask);
        Assert.Equal((status, code), ((int)came, answer?["code"]?.GetValue<string>()));
    }

    private static async Task Owes(TestShop shop, long cards, long credit)
    {
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>());
        Assert.Equal((cards, -credit), (Accounts.Of(books, Cards), Accounts.Of(books, Credit)));
    }

    private static async Task Lies(TestShop shop, params (string Sku, int Units)[] expected)
    {
        foreach (var (sku, units) in expected)
        {
            var stock = await shop.Staff(HttpMethod.Get, $"stock/{sku}");
            Assert.Equal(
                (sku, units, units, 0),
                (sku, stock["onHand"]!.GetValue<int>(), stock["available"]!.GetValue<int>(),
                    stock["held"]!.GetValue<int>()));
        }
    }

    private static IEnumerable<string> Statuses(JsonNode back) =>
        back["timeline"]!.AsArray().Select(fact => fact!["status"]!.GetValue<string>());

    private static long Amount(JsonNode? money) => money!["amount"]!.GetValue<long>();
}
