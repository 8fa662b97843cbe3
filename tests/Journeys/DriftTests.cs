using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Tests.Journeys;

/// <summary>A record of stock that is wrong is seen at night, and mended by a movement and an entry.</summary>
public sealed class DriftTests
{
    [Fact]
    public async Task A_counter_that_was_broken_is_reported_and_repaired_once_however_often_it_is_said()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 10);
        await shop.Sell("plain-cup", "CUP", units: 5);
        Assert.Equal("none", Say(await Drift(shop, "BOWL")));
        var (status, answer) = await Repair(shop, Guid.NewGuid());
        Assert.Equal((HttpStatusCode.Conflict, "drift.none"), (status, Code(answer)));

        await Break(shop, lot => lot["quantity"] = 7);
        Assert.Equal("10 x 400000 expected, 7 x 280000 kept, 400000 booked", Say(await Drift(shop, "BOWL")));
        await shop.Until(
            async () => (await shop.Staff(HttpMethod.Get, "drift"))["checked"]!.GetValue<int>() == 2,
            () => "the night's count", TimeSpan.FromMinutes(10));
        var night = await shop.Staff(HttpMethod.Get, "drift");
        var found = Assert.Single(night["items"]!.AsArray());
        Assert.Equal(("BOWL", "MNL"), (found!["sku"]!.GetValue<string>(), found["location"]!.GetValue<string>()));
        Assert.Equal(1, (await shop.Staff(HttpMethod.Get, "summary"))["drift"]!.GetValue<int>());

        var id = Guid.NewGuid();
        Assert.Equal(HttpStatusCode.OK, (await Repair(shop, id)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Repair(shop, id)).Status);
        Assert.Equal("none", Say(await Drift(shop, "BOWL")));
        Assert.Equal(0, (await shop.Staff(HttpMethod.Get, "summary"))["drift"]!.GetValue<int>());
        Assert.Empty((await shop.Staff(HttpMethod.Get, "drift"))["items"]!.AsArray());
        Assert.Equal(2, Movements(await Drift(shop, "BOWL")));
        await Accounts.Balance(shop, "BOWL", onHand: 10, inventory: 15 * 40_000, clearing: 0);
        Assert.Equal("drift.none", Code((await Repair(shop, Guid.NewGuid())).Answer));
        (status, answer) = await Repair(shop, id, location: "CEB");
        Assert.Equal((HttpStatusCode.Conflict, "repair.exists"), (status, Code(answer)));
    }

    [Fact]
    public async Task What_left_at_a_wrong_cost_before_anybody_saw_is_put_right_in_the_books()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 10);
        await Break(shop, lot => lot["unitCost"]!["amount"] = 30_000);
        await Adjust(shop, "SetAside");
        await Adjust(shop, "WriteOff");
        Assert.Equal("8 x 320000 expected, 8 x 240000 kept, 340000 booked", Say(await Drift(shop, "BOWL")));

        Assert.Equal(HttpStatusCode.OK, (await Repair(shop, Guid.NewGuid())).Status);
        Assert.Equal("none", Say(await Drift(shop, "BOWL")));
        await Accounts.Balance(shop, "BOWL", onHand: 8, inventory: 8 * 40_000, clearing: 0);
        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.Equal(60_000, Accounts.Of(books, "5100 Stock written off"));
        Assert.Equal(20_000, Accounts.Of(books, "5110 Stock differences"));
    }

    /// <summary>Changes the first lot of the record in its table, as no code of the shop would.</summary>
    private static async Task Break(TestShop shop, Action<JsonNode> change)
    {
        var table = shop.Services.GetRequiredService<TableServiceClient>().GetTableClient("stock");
        var row = await table.QueryAsync<TableEntity>("RowKey eq 'record'")
            .FirstAsync(row => Encoding.UTF8.GetString(row.GetBinary("Data")).Contains("BOWL@MNL"));
        var record = JsonNode.Parse(row.GetBinary("Data"))!;
        change(record["lots"]![0]!);
        row["Data"] = Encoding.UTF8.GetBytes(record.ToJsonString());
        await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace);
    }

    private static async Task Adjust(TestShop shop, string kind) => await shop.Staff(
        HttpMethod.Put, $"adjustments/{Guid.NewGuid()}",
        new { sku = "BOWL", location = "MNL", kind, condition = "Damaged", quantity = 2, reason = "Broken" });

    private static Task<(HttpStatusCode Status, JsonNode? Answer)> Repair(
        TestShop shop, Guid id, string location = "MNL") => shop.Send(
            HttpMethod.Put, $"/api/staff/stock/BOWL/repairs/{id}", TestShop.StaffKey, new { location });

    private static async Task<JsonNode> Drift(TestShop shop, string sku)
    {
        var answer = await shop.Staff(HttpMethod.Get, $"stock/{sku}/drift");
        var location = Assert.Single(answer["locations"]!.AsArray())!;
        Assert.Equal(answer["drifts"]!.GetValue<bool>(), location["drifts"]!.GetValue<bool>());
        return location;
    }

    private static string Say(JsonNode drift)
    {
        if (!drift["drifts"]!.GetValue<bool>()) return "none";
        return $"{Of("expected")} expected, {Of("kept")} kept, {drift["booked"]!["amount"]} booked";

        string Of(string side) => $"{drift[side]!["onHand"]} x {drift[side]!["value"]!["amount"]}";
    }

    private static int Movements(JsonNode drift) => drift["kept"]!["movements"]!.GetValue<int>();

    private static string Code(JsonNode? answer) => answer!["code"]!.GetValue<string>();
}
