using System.Net;
using System.Net.Http.Json;
using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>The keys of integrations, from the first one to the end of each.</summary>
public sealed class ApiKeyTests
{
    [Fact]
    public async Task A_setup_secret_opens_the_shop_once()
    {
        await using var shop = await TestShop.Start();
        var mine = StaffKey.New();
        var wish = new { secret = TestShop.SetupSecret, name = "Second", hash = mine.Hash, days = 9 };

        var (again, answer) = await shop.Send(HttpMethod.Put, $"/api/staff/setup/keys/{mine.Id}", null, wish);
        Assert.Equal((HttpStatusCode.Conflict, "setup.spent"), (again, answer!["code"]!.GetValue<string>()));
        var (wrong, why) = await shop.Send(
            HttpMethod.Put, $"/api/staff/setup/keys/{mine.Id}", null, wish with { secret = "guessed" });
        Assert.Equal((HttpStatusCode.Forbidden, "setup.wrong"), (wrong, why!["code"]!.GetValue<string>()));

        // Whoever has lost the answer asks again with the same words.
        await TestShop.SetUp(shop.Client);
        Assert.Single((await shop.Staff(HttpMethod.Get, "keys"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Of_forty_who_use_the_setup_secret_at_once_one_gets_in()
    {
        var told = new Dictionary<string, string?>();
        await using var shop = await TestShop.Start(configure: test =>
        {
            foreach (var (name, value) in test.Settings) told[name] = value;
        });
        // The same storage, another secret: as when the first owner was lost.
        await using var second = await TestShop.Start(configure: test =>
        {
            test.Settings["AzureWebJobsStorage"] = told["AzureWebJobsStorage"]!;
        });
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async at =>
        {
            var key = StaffKey.New();
            var wish = new { secret = TestShop.SetupSecret, name = "Rival", hash = key.Hash, days = 9 };
            using var answer = await (at % 2 == 0 ? shop : second).Client.PutAsJsonAsync(
                $"/api/staff/setup/keys/{key.Id}", wish);
            Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        }));
        Assert.Single((await second.Staff(HttpMethod.Get, "keys"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_key_is_good_for_its_roles_until_its_end_and_its_secret_is_kept_nowhere()
    {
        await using var shop = await TestShop.Start();
        var key = await StaffKey.Make(shop, 30, StaffRole.Books);
        Assert.Null((await key.Shown(shop))["usedAt"]);

        var (status, _) = await shop.Send(HttpMethod.Get, "/api/staff/ledger/balance", key.Token);
        Assert.Equal(HttpStatusCode.OK, status);

        var shown = await key.Shown(shop);
        Assert.NotNull(shown["usedAt"]);
        Assert.Equal($"key:{TestShop.StaffKeyId}", shown["by"]!.GetValue<string>());
        Assert.DoesNotContain(key.Secret, shown.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key.Hash, shown.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain(key.Secret, string.Join("\n", shop.Log.Lines), StringComparison.Ordinal);

        await shop.Pass(TimeSpan.FromDays(31));
        var (late, _) = await shop.Send(HttpMethod.Get, "/api/staff/ledger/balance", key.Token);
        Assert.Equal(HttpStatusCode.Unauthorized, late);
    }

    [Fact]
    public async Task A_revoked_key_is_stopped_at_once_here_and_within_half_a_minute_elsewhere()
    {
        var told = new Dictionary<string, string?>();
        await using var shop = await TestShop.Start(configure: test =>
        {
            foreach (var (name, value) in test.Settings) told[name] = value;
        });
        await using var elsewhere = await TestShop.Start(configure: test =>
        {
            test.Settings["AzureWebJobsStorage"] = told["AzureWebJobsStorage"]!;
        });
        var key = await StaffKey.Make(shop, 30, StaffRole.Owner);
        Assert.Equal(HttpStatusCode.OK, await Ask(shop));
        elsewhere.Clock!.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HttpStatusCode.OK, await Ask(elsewhere));

        await shop.Staff(HttpMethod.Put, $"keys/{key.Id}/revocation", new { });
        await shop.Staff(HttpMethod.Put, $"keys/{key.Id}/revocation", new { });

        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(shop));
        elsewhere.Clock!.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(HttpStatusCode.Unauthorized, await Ask(elsewhere));

        async Task<HttpStatusCode> Ask(TestShop at) =>
            (await at.Send(HttpMethod.Get, "/api/staff/suppliers", key.Token)).Status;
    }

    [Fact]
    public async Task The_same_key_twice_is_one_and_another_of_its_id_is_refused()
    {
        await using var shop = await TestShop.Start();
        var key = await StaffKey.Make(shop, 30, StaffRole.Books);

        await shop.Staff(HttpMethod.Put, $"keys/{key.Id}", key.Wish(30, StaffRole.Books));
        var (other, answer) = await shop.Send(
            HttpMethod.Put, $"/api/staff/keys/{key.Id}", TestShop.StaffKey, key.Wish(30, StaffRole.Owner));

        Assert.Equal((HttpStatusCode.Conflict, "key.exists"), (other, answer!["code"]!.GetValue<string>()));
        Assert.Equal(2, (await shop.Staff(HttpMethod.Get, "keys"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_timeline_names_the_key_that_asked()
    {
        await using var shop = await TestShop.Start();
        var key = await StaffKey.Make(shop, 30, StaffRole.Catalog);
        var (status, answer) = await shop.Send(
            HttpMethod.Put, "/api/staff/products/mat", key.Token, Products.Plain("mat", "MAT", 100, "460219"));
        Assert.True(status == HttpStatusCode.OK, $"{answer}");

        var store = (Serverless.Adapters.TableStore)shop.Services.GetService(typeof(Serverless.Adapters.TableStore))!;
        var drafted = Assert.Single(await store.Timeline(new Id<Product>("mat")));

        Assert.Equal($"key:{key.Id}", drafted.By);
    }
}
