using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>What must add up when all is done.</summary>
public static class Accounts
{
    /// <summary>The books balance, and say what the shelf and the provider say.</summary>
    public static async Task Balance(TestShop shop, string sku, int onHand, long inventory, long clearing)
    {
        var stock = await shop.Staff(HttpMethod.Get, $"stock/{sku}");
        Assert.Equal(onHand, stock["onHand"]!.GetValue<int>());
        Assert.Equal(0, stock["held"]!.GetValue<int>());
        Assert.Equal(0, stock["allocated"]!.GetValue<int>());

        var books = await shop.Staff(HttpMethod.Get, "ledger/balance");
        Assert.True(books["balanced"]!.GetValue<bool>());
        Assert.Equal(inventory, Of(books, "1200 Inventory"));
        Assert.Equal(clearing, Of(books, "1010 Card clearing"));
    }

    /// <summary>What stands on an account: debits less credits, in minor units.</summary>
    public static long Of(JsonNode books, string account, string currency = "PHP") => books["accounts"]!.AsArray()
        .Where(row => row!["account"]!.GetValue<string>() == account
            && row["currency"]!.GetValue<string>() == currency)
        .Sum(row => row!["debit"]!.GetValue<long>() - row["credit"]!.GetValue<long>());
}
