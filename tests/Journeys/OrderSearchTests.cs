using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Staff find an order by whatever a shopper has at hand, and by nothing that it says no more.</summary>
public sealed class OrderSearchTests
{
    private static readonly Person Ben = Person.Maria with
    {
        Name = "Ben Lee",
        Email = "ben@example.com",
        Phone = "+63 918 765 4321",
    };

    [Fact]
    public async Task An_order_is_found_by_its_number_its_parcel_its_goods_and_who_bought_it()
    {
        await using var shop = await Open();
        var (hers, other) = (new Shopper(shop, Person.Maria), new Shopper(shop, Ben));
        var order = await hers.Buy("BOWL");
        await other.Buy("MUG");
        await Finds(shop, $"{order["number"]}", hers);
        string tracking = $"{order["shipments"]![0]!["tracking"]}";
        foreach (string text in new[]
        {
            $"{order["number"]}".ToLowerInvariant(), tracking, "BOWL", Person.Maria.Email.ToUpperInvariant(),
            Person.Maria.Phone, Person.Maria.Name, Person.Maria.Name.Split(' ')[0],
        })
            await Finds(shop, text, hers);
        await Finds(shop, "mug", other);
        await Finds(shop, "Nobody Else");
        // Nothing of what was typed stands in a log.
        Assert.DoesNotContain(shop.Log.Lines, line => line.Contains(Person.Maria.Name, StringComparison.Ordinal)
            || line.Contains(tracking, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_corrected_is_found_and_what_it_was_before_is_not()
    {
        await using var shop = await Open();
        await shop.Rest();
        var shopper = new Shopper(shop, Person.Maria);
        await shopper.Buy("BOWL", until: "Allocated");
        await Finds(shop, Person.Maria.Phone, shopper);
        await shop.Staff(
            HttpMethod.Put, $"orders/{shopper.Order}/corrections/{Guid.NewGuid()}",
            new { email = "maria.new@example.com", phone = "+639998887777" });
        await Finds(shop, "0999 888 7777", shopper);
        await Finds(shop, "maria.new@example.com", shopper);
        await Finds(shop, Person.Maria.Phone);
        await Finds(shop, Person.Maria.Email);
    }

    [Fact]
    public async Task Who_could_not_pay_is_found_too()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop, Person.Maria);
        await shopper.Buy("BOWL", card: Shopper.DeclinedCard, until: "Failed");
        await Finds(shop, Person.Maria.Email, shopper);
    }

    [Fact]
    public async Task Who_was_forgotten_is_found_by_nothing_of_hers_whatever_comes_late()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop, Person.Maria);
        var order = await shopper.Buy("BOWL");
        await Finds(shop, Person.Maria.Email, shopper);
        var store = shop.Services.GetRequiredService<TableStore>();
        var before = (await store.Find(new Id<Order>(shopper.Order)))!.Record;
        var account = await Account.SignIn(shop, Person.Maria.Email);
        await account.Ask(HttpMethod.Put, $"/erasures/{Guid.NewGuid()}", new { });
        await shop.Until(
            async () => (await store.Find(before.Id))!.Record.Delivery.Email == Register.Forgotten, () => "forgotten");

        // A message that comes late had read the order before.
        await shop.Services.GetRequiredService<OrderSearch>().Keep(before, CancellationToken.None);
        foreach (string text in new[] { Person.Maria.Email, Person.Maria.Phone, Person.Maria.Name })
            await Finds(shop, text);
        Assert.Empty((await store.Find(SearchEntry.IdOf(before.Id)))!.Record.Person);
        await Finds(shop, $"{order["number"]}", shopper);
    }

    [Fact]
    public async Task Under_a_new_key_of_the_shop_it_is_found_before_and_after_the_sealing_run()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop, Person.Maria);
        await shopper.Buy("BOWL");
        await Finds(shop, Person.Maria.Email, shopper);
        var store = shop.Services.GetRequiredService<TableStore>();
        var old = shop.Services.GetRequiredService<Settings>();
        const string key = "a-new-key-of-thirty-two-signs-or-more";
        var both = new OrderSearch(store, new Tokens(old with { TokenKey = $"{key},{old.TokenKey}" }));
        var alone = new OrderSearch(store, new Tokens(old with { TokenKey = key }));
        Assert.Single((await both.Find(Person.Maria.Email, CancellationToken.None)).Orders);
        Assert.Empty((await alone.Find(Person.Maria.Email, CancellationToken.None)).Orders);
        var order = (await store.Find(new Id<Order>(shopper.Order)))!.Record;
        Assert.True(await both.Keep(order, CancellationToken.None));
        Assert.False(await both.Keep(order, CancellationToken.None));
        Assert.Single((await alone.Find(Person.Maria.Email, CancellationToken.None)).Orders);
        await Finds(shop, Person.Maria.Email);
    }

    [Fact]
    public async Task Killed_at_every_call_to_the_storage_it_is_found_in_the_end_and_by_nothing_old()
    {
        await using var shop = await Open();
        var shopper = new Shopper(shop, Person.Maria);
        await shopper.Buy("BOWL");
        await shop.Host.WhenIdle();
        var order = (await shop.Services.GetRequiredService<TableStore>().Find(new Id<Order>(shopper.Order)))!.Record;
        var tokens = shop.Services.GetRequiredService<Tokens>();
        var later = order with { OpenedAt = order.OpenedAt.AddSeconds(1) };
        // It stands where it was opened: another second is another place on every list.
        int deaths = await MortalStorage.Deaths(shop, async (store, _, _) =>
        {
            (await store.Update(order.Id, "moved", known => known with { OpenedAt = later.OpenedAt })).OrThrow();
            await new OrderSearch(store, tokens).Keep(later, CancellationToken.None);
            return true;
        });
        Assert.InRange(deaths, 5, 100);
        await Finds(shop, Person.Maria.Email, shopper);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("--")]
    [InlineData("\u2060")]
    public async Task Where_there_is_nothing_to_look_for_staff_are_told_what_to_type(string text)
    {
        await using var shop = await TestShop.Start();
        var (status, answer) = await Search(shop, text);
        Assert.Equal((HttpStatusCode.BadRequest, "request.fields"), (status, $"{answer!["code"]}"));
        (status, answer) = await Search(shop, new string('a', 101));
        Assert.Equal((HttpStatusCode.BadRequest, "request.fields"), (status, $"{answer!["code"]}"));
        (status, _) = await shop.Send(HttpMethod.Post, "/api/staff/order-searches", "nobody", new { text = "x" });
        Assert.Equal(HttpStatusCode.Unauthorized, status);
    }

    private static async Task<TestShop> Open()
    {
        var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await shop.Sell("plain-mug", "MUG", units: 9);
        return shop;
    }

    private static Task<(HttpStatusCode Status, JsonNode? Answer)> Search(TestShop shop, string text) =>
        shop.Send(HttpMethod.Post, "/api/staff/order-searches", TestShop.StaffKey, new { text });

    private static async Task Finds(TestShop shop, string text, params Shopper[] those)
    {
        string[] expected = [.. those.Select(one => one.Order)];
        string[] found = [];
        await shop.Until(
            async () =>
            {
                var (status, answer) = await Search(shop, text);
                Assert.True(status == HttpStatusCode.OK, $"{status}: {answer}");
                found = [.. answer!["items"]!.AsArray().Select(item => $"{item!["id"]}")];
                return found.SequenceEqual(expected);
            },
            () => $"'{text}' finds {string.Join(", ", expected)}, not {string.Join(", ", found)}");
    }
}
