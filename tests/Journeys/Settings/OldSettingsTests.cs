using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>The merchant changes everything while orders are under way: each ends as it began.</summary>
public sealed class OldSettingsTests
{
    private const int Units = 8;
    private const long UnitCost = 40_000;

    // The place where the goods lie is given up, the tax doubles, and hardly anything may come back.
    private static ShopPolicy Changed(ShopPolicy before) => before with
    {
        Name = "Another name",
        VatPercent = 24,
        Seller = before.Seller with { Code = "OTHER", Name = "Other Crafts, Inc." },
        Locations = [.. before.Locations.Where(one => one.Code != "MNL")],
        Returns = before.Returns with { Window = TimeSpan.FromDays(1), Rules = [], ExchangeIn = [] },
        WarehouseTime = TimeSpan.FromMinutes(1),
    };

    [Fact]
    public async Task An_order_that_began_before_a_change_of_settings_ends_under_the_old_ones()
    {
        await using var shop = await TestShop.Start(outside: options => options with { Robot = false });
        await shop.Sell("plain-bowl", "BOWL", Units);
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", until: "Allocated");

        var policies = shop.Services.GetRequiredService<Policies>();
        (await policies.Set(1, Changed(policies.Now), default)).OrThrow();

        await shop.Pack($"{shopper.Order}-1");
        var order = await shopper.Reach("Delivered");
        Assert.Equal(12, order["taxRate"]!.GetValue<int>());
        await shop.Pass(TimeSpan.FromDays(20));
        var back = await shopper.SendBack("BOWL", reason: "ChangedMind");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "LabelIssued");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/receipt", new { location = "BGC" });
        await shopper.ReachReturn(back, "Received");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/inspection", new
        {
            lines = new[] { new { sku = "BOWL", quantity = 1, disposition = "Restock" } },
        });
        var closed = await shopper.ReachReturn(back, "Closed");
        Assert.StartsWith("CN-LIKHA-", closed["creditNote"]!.GetValue<string>(), StringComparison.Ordinal);
        await SoldAndTakenBackUnderTheOldOnes(shop);

        // Who comes now is met by the new ones: but for what came back, the goods lie where the shop is no longer.
        Assert.Equal("Another name", (await shop.Send(HttpMethod.Get, "/api/shop", null)).Answer!["name"]!.ToString());
        var later = new Shopper(shop);
        await later.Fill("BOWL", quantity: 2);
        Assert.Equal((HttpStatusCode.Conflict, "stock.too_few"), Said(await later.Pay()));
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task The_same_where_the_app_is_killed_in_between()
    {
        await using var shop = await MortalShop.Open(options => options with { Robot = false });
        await shop.Start();
        await shop.Sell(Units, ("plain-bowl", "BOWL", 100_000, "460219"));
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", until: "Allocated");

        await shop.Kill();
        (await shop.Backroom.Policies.Set(1, Changed(DemoShop.Policy), default)).OrThrow();
        await shop.Start();

        await shop.Until(() => Told(shop, $"shipments/{shopper.Order}-1/picking", new { }), () => "picking");
        await shop.Kill();
        await shop.Start();
        await shop.Until(
            () => Told(shop, $"shipments/{shopper.Order}-1/packing", new { weightGrams = 700 }), () => "packing");
        var order = await shopper.Reach("Delivered");

        Assert.Equal(12, order["taxRate"]!.GetValue<int>());
        SoldUnderTheOldOnes(await shop.Staff(HttpMethod.Get, "ledger/balance"));
    }

    private static async Task<bool> Told(MortalShop shop, string path, object body) =>
        (await shop.Send(HttpMethod.Put, $"/api/staff/{path}", TestShop.StaffKey, body)).Status
        == HttpStatusCode.Accepted;

    private static void SoldUnderTheOldOnes(JsonNode books)
    {
        Assert.True(books["balanced"]!.GetValue<bool>());
        // 12 % of what lies within PHP 1,120.00: goods of 1,000.00 and their way of 120.00.
        Assert.Equal(-12_000, Accounts.Of(books, "2100 VAT payable"));
        Assert.Equal((Units - 1) * UnitCost, Accounts.Of(books, "1200 Inventory"));
    }

    private static async Task SoldAndTakenBackUnderTheOldOnes(TestShop shop)
    {
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>());
        Assert.Equal(Units * UnitCost, Accounts.Of(books, "1200 Inventory"));
        // What is left is the way to her, which is hers to pay, and the tax within it.
        Assert.Equal(-1_286, Accounts.Of(books, "2100 VAT payable"));
    }

    private static (HttpStatusCode, string?) Said((HttpStatusCode Status, JsonNode? Answer) said) =>
        (said.Status, said.Answer?["code"]?.GetValue<string>());
}
