using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Records are sealed under the shop's key, and come under a new one by a run that staff start.</summary>
public sealed class SealingTests
{
    private const string Email = "maria@example.com";

    [Fact]
    public async Task An_account_comes_under_the_shops_new_key_with_all_else()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await new Shopper(shop).Buy("BOWL");
        var account = await Account.SignIn(shop);
        await shop.Until(
            async () => Text((await account.Look())["profile"]?["email"]) == Email, () => "who she is");
        var store = shop.Services.GetRequiredService<TableStore>();
        var old = shop.Services.GetRequiredService<IConfiguration>()["ProfileKey"];
        const string key = "another-key-of-this-year-of-32-characters-or-more";
        var both = new SealFunctions(
            store, shop.Services.GetRequiredService<RecordKinds>(), shop.Services.GetRequiredService<PrivateFiles>(),
            shop.Services.GetRequiredService<Mailboxes>(), shop.Services.GetRequiredService<OrderSearch>(),
            new TextSeal($"{key},{old}"),
            NullLogger<SealFunctions>.Instance);

        var part = (await both.Seal(new("customers", null, 0, 0, false), CancellationToken.None)).OrThrow();

        Assert.Equal((true, 1, 1), (part.IsOver, part.Seen, part.Changed));
        var customer = (await store.Find(new Id<Customer>(account.Id)))!.Record;
        Assert.Equal(Email, new TextSeal(key).Open<Profile>(account.Id, customer.Profile!).Email);
    }

    [Fact]
    public async Task Staff_have_all_records_sealed_and_see_how_far_it_is()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await new Shopper(shop).Buy("BOWL");
        await shop.Host.WhenIdle();
        string path = $"sealings/{Guid.NewGuid()}";

        await shop.Staff(HttpMethod.Put, path, new { });
        await shop.Staff(HttpMethod.Put, path, new { });
        JsonNode? seen = null;
        await shop.Until(
            async () => (seen = await shop.Staff(HttpMethod.Get, path))["isOver"]!.GetValue<bool>(), () => $"{seen}");

        // A bag, an order, its words and its label, an account, and who works here: all as they should be.
        Assert.Equal((6, 0), (seen!["seen"]!.GetValue<int>(), seen["changed"]!.GetValue<int>()));
        Assert.Equal(HttpStatusCode.NotFound, (await shop.Send(
            HttpMethod.Get, $"/api/staff/sealings/{Guid.NewGuid()}", TestShop.StaffKey)).Status);
    }

    private static string? Text(JsonNode? node) => node?.GetValue<string>();
}
