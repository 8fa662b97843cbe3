using System.Net;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>The key that signs tokens and names customers is replaced, and nobody is parted from anything.</summary>
public sealed class KeyTests
{
    private const string Old = "the-token-key-of-last-year-with-many-characters";
    private const string New = "the-token-key-of-this-year-with-many-characters";

    [Fact]
    public async Task Who_bought_under_the_old_key_stays_who_she_is_and_goes_with_all_that_leads_to_her()
    {
        var storage = new AzuriteAccount().ConnectionString;
        var before = await Shop(storage, Old);
        await before.Sell("plain-bowl", "BOWL", units: 9);
        var first = new Shopper(before);
        await first.Buy("BOWL");
        var account = await Account.SignIn(before);
        await before.Until(async () => await HasProfile(before, account.Id), () => "who she is");

        // Both keys are named: what the old one signed holds, and a guest's order is hers.
        await before.DisposeAsync();
        var between = await Shop(storage, $"{New},{Old}");
        await Opens(between, $"customers/{account.Id}", account.Token, HttpStatusCode.OK);
        await Opens(between, $"orders/{first.Order}", first.OrderToken!, HttpStatusCode.OK);
        await new Shopper(between).Buy("BOWL");
        Assert.Equal(2, await OrdersOf(between, account.Id));
        string sealing = $"sealings/{Guid.NewGuid()}";
        await between.Staff(HttpMethod.Put, sealing, new { });
        await between.Until(
            async () => (await between.Staff(HttpMethod.Get, sealing))["isOver"]!.GetValue<bool>(), () => "a sealing");

        // The old key is gone: its tokens end, and she is who she was.
        await between.DisposeAsync();
        await using var after = await Shop(storage, New);
        await Opens(after, $"customers/{account.Id}", account.Token, HttpStatusCode.NotFound);
        var again = await Account.SignIn(after);
        Assert.Equal(account.Id, again.Id);
        await new Shopper(after).Buy("BOWL");
        Assert.Equal(3, await OrdersOf(after, account.Id));

        // She goes: nothing leads to her any more, and no order says whose it was.
        var store = after.Services.GetRequiredService<TableStore>();
        var person = new Id<Customer>(account.Id);
        var key = Assert.Single((await store.Find(person))!.Record.SearchKeys);
        Assert.NotEqual(person, key);
        string erasure = Guid.NewGuid().ToString();
        await again.Ask(HttpMethod.Put, $"/erasures/{erasure}", new { });
        await after.Until(
            async () => (await again.TryLook($"/erasures/{erasure}"))?["status"]?.GetValue<string>() == "Done",
            () => "an erasure");
        Assert.Equal(
            """{"account":1,"carts":3,"orders":3,"search keys":1,"waybills":3}""",
            (await again.Look($"/erasures/{erasure}"))["erased"]!.ToJsonString());
        Assert.Null(await store.Find(key));
        Assert.Empty((await store.Find(person))!.Record.SearchKeys);
        Assert.Null((await store.Find(new Id<Order>(first.Order)))!.Record.Customer);
        Assert.Equal(0, await OrdersOf(after, account.Id));
        Assert.Empty(await RowsWith(after, "orders", account.Id));
    }

    [Fact]
    public async Task Who_only_signed_in_under_the_old_key_is_found_while_it_is_named()
    {
        var storage = new AzuriteAccount().ConnectionString;
        var before = await Shop(storage, Old);
        var account = await Account.SignIn(before);
        await account.Ask(HttpMethod.Put, "", new { email = "maria@example.com", name = "Maria Santos" });

        await before.DisposeAsync();
        var between = await Shop(storage, $"{New},{Old}");
        Assert.Equal(account.Id, (await Account.SignIn(between)).Id);
        await between.DisposeAsync();
        await using var after = await Shop(storage, New);

        Assert.Equal(account.Id, (await Account.SignIn(after)).Id);
        Assert.NotEqual(account.Id, (await Account.SignIn(after, "ana@example.com")).Id);
    }

    [Fact]
    public void A_code_that_was_given_out_under_the_old_key_still_opens_and_is_mailed_again_as_it_was()
    {
        var (old, both, now) = (Tokens(Old), Tokens($"{New},{Old}"), Tokens(New));
        var (parcel, signIn) = (new Id<Shipment>("parcel"), new Id<SignIn>("sign-in"));
        string code = old.CodeFor(parcel), hash = old.HashOf(parcel, code);
        string digits = old.CodeFor(signIn), kept = old.HashOf(signIn, digits);

        Assert.Equal(code, both.CodeFor(parcel, hash));
        Assert.Equal(hash, both.HashOf(parcel, code.ToLowerInvariant(), hash));
        Assert.NotEqual(hash, both.HashOf(parcel, "23456789", hash));
        Assert.Equal(now.CodeFor(parcel), both.CodeFor(parcel));
        Assert.Equal((digits, kept), (both.CodeFor(signIn, kept), both.HashOf(signIn, digits, kept)));
        Assert.NotEqual(hash, now.HashOf(parcel, code, hash));
    }

    [Theory]
    [InlineData("short")]
    [InlineData($"{New},short")]
    [InlineData(" , ")]
    public void A_key_that_is_short_is_refused_at_start(string key)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("TokenKey", key), new("ProfileKey", Old), new("SiteUrl", "/"),
        ]).Build();

        var fault = Assert.Throws<InvalidOperationException>(() => Settings.From(settings));
        Assert.Contains("TokenKey needs at least 32 characters for every key", fault.Message, StringComparison.Ordinal);
    }

    private static Tokens Tokens(string key) => new(new Settings(key, Old, "/"));

    private static Task<TestShop> Shop(string storage, string key) => TestShop.Start(configure: test =>
    {
        test.Settings["AzureWebJobsStorage"] = storage;
        test.Settings["TokenKey"] = key;
    });

    private static async Task Opens(TestShop shop, string path, string token, HttpStatusCode expected) =>
        Assert.Equal(expected, (await shop.Send(HttpMethod.Get, $"/api/{path}", token)).Status);

    private static async Task<bool> HasProfile(TestShop shop, string id) =>
        (await shop.Services.GetRequiredService<TableStore>().Find(new Id<Customer>(id)))?.Record.Profile is not null;

    private static async Task<int> OrdersOf(TestShop shop, string id) =>
        (await shop.Staff(HttpMethod.Get, $"customers/{id}"))["orders"]!.AsArray().Count;

    private static async Task<List<string>> RowsWith(TestShop shop, string table, string text)
    {
        var rows = shop.Services.GetRequiredService<TableServiceClient>().GetTableClient(table)
            .QueryAsync<TableEntity>();
        return await rows.Where(row => row.Any(property => property.Value is string or byte[] && Said(property.Value)
            .Contains(text, StringComparison.Ordinal))).Select(row => $"{row.PartitionKey} {row.RowKey}").ToListAsync();
    }

    private static string Said(object value) =>
        value is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : (string)value;
}
