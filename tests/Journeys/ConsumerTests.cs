using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Journeys;

/// <summary>What is true of every consumer of a queue, whichever there are.</summary>
public sealed class ConsumerTests
{
    /// <summary>The queues that somebody listens to: a new consumer is tested without being named here.</summary>
    private static readonly string[] Queues =
    [
        .. from type in typeof(CrmFunctions).Assembly.GetTypes()
           from method in type.GetMethods()
           from parameter in method.GetParameters()
           let trigger = parameter.GetCustomAttribute<QueueTriggerAttribute>()
           where trigger is not null
           orderby trigger.QueueName
           select trigger.QueueName,
    ];

    [Fact]
    public async Task Every_message_that_was_ever_sent_may_come_again_and_late_and_changes_nothing()
    {
        var overheard = new Overheard();
        await using var shop = await TestShop.Start(configure: overheard.Listen);
        await Live(shop);
        await shop.Until(
            () => Task.FromResult(!Queues.Except(overheard.Queues).Any()),
            () => $"something on {string.Join(", ", Queues.Except(overheard.Queues))}", TimeSpan.FromMinutes(5));
        await Belongings.AtRest(shop);
        var before = await Belongings.Of(shop);

        await overheard.SayBackwards(shop);
        await Belongings.AtRest(shop);
        Assert.Equal(before, await Belongings.Of(shop));
        Assert.Empty(await Poisoned(shop));
        Assert.True(overheard.Count > 30, $"Only {overheard.Count} messages were sent.");
    }

    [Fact]
    [Trait("Category", "Full")]
    public async Task What_was_written_by_another_version_waits_for_staff_who_may_put_it_back_and_lose_nothing()
    {
        await using var shop = await TestShop.Start(configure: Hurried);
        var messages = shop.Services.GetRequiredService<IMessages>();
        foreach (string queue in Queues)
        {
            await messages.Send(queue, new { format = 99, what = $"news of another version for {queue}" });
            await messages.Send(queue, $"no object at all for {queue}");
        }

        await SetAside(shop, 2 * Queues.Length);
        var first = await Poisoned(shop);
        Assert.All(Queues, queue => Assert.Equal(2, first.Count(one =>
            Text(one, "queue") == queue && Text(one, "body").Contains($"for {queue}", StringComparison.Ordinal))));

        foreach (var one in first) Assert.True(await PutBack(shop, one!));
        foreach (var one in first) Assert.False(await PutBack(shop, one!));
        await SetAside(shop, 2 * Queues.Length);
        Assert.Equal(Bodies(first), Bodies(await Poisoned(shop)));
    }

    [Fact]
    public async Task What_could_not_be_done_in_all_its_tries_is_done_when_staff_put_it_back()
    {
        await using var shop = await TestShop.Start(configure: Hurried);
        await shop.Sell("plain-bowl", "BOWL", units: 5);
        using var outside = new HttpClient { BaseAddress = new(shop.Sandbox.Address) };
        await outside.PutAsJsonAsync("sandbox/faults/mail", new { kind = "error", calls = 1000 });

        // The order goes its way without its letter.
        await new Shopper(shop).Buy("BOWL");
        await SetAside(shop, 4);
        var letters = (await Poisoned(shop)).ToList();
        Assert.Equal(
            [OrderPlaced.Queue, ParcelTold.Queue, ParcelTold.Queue, ParcelTold.Queue],
            letters.Select(letter => Text(letter, "queue")).Order(StringComparer.Ordinal));
        Assert.Empty(await Account.Mails(shop, "maria@example.com"));

        await outside.DeleteAsync("sandbox/faults");
        foreach (var letter in letters) Assert.True(await PutBack(shop, letter!));
        await shop.Until(
            async () => (await Account.Mails(shop, "maria@example.com")).Count == 4,
            () => "the confirmation, and three letters about the parcel");
        Assert.Empty(await Poisoned(shop));
    }

    [Fact]
    public async Task A_message_that_is_no_base64_hides_nothing_from_staff_who_may_drop_it()
    {
        await using var shop = await TestShop.Start();
        var raw = shop.Services.GetRequiredService<StorageClients>().RawQueues;
        var queue = (await raw.CreateQueueAsync($"{OrderPlaced.Queue}-poison")).Value;
        await queue.SendMessageAsync("{\"written\": \"by hand\"}");

        Assert.Equal(1, (int)(await shop.Staff(HttpMethod.Get, "summary"))["poison"]!);
        var seen = Assert.Single(await Poisoned(shop))!;
        Assert.True((bool)seen["isRaw"]!);
        Assert.Equal("{\"written\": \"by hand\"}", Text(seen, "body"));

        var path = $"poison/{Text(seen, "queue")}/{Text(seen, "id")}";
        Assert.True((bool)(await shop.Staff(HttpMethod.Delete, path))["dropped"]!);
        Assert.False((bool)(await shop.Staff(HttpMethod.Delete, path))["dropped"]!);
        Assert.Empty(await Poisoned(shop));
    }

    /// <summary>A day in a shop on which something is to be heard on every queue.</summary>
    private static async Task Live(TestShop shop)
    {
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await (await StaffPerson.Join(shop, StaffRole.Books)).Add(new Authenticator());
        var buyer = new Buyer(shop);
        await buyer.Know(1, 40_000, "BOWL");
        await buyer.Order(("BOWL", 1));
        var account = await Account.SignIn(shop);
        await GuessAtCodes(shop);
        await GivePointsThatEndSoon(shop, new(account.Id));
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 3);
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        await shopper.ReachReturn(back, "Closed");
        await new Shopper(shop).Buy("BOWL", card: Shopper.DeclinedCard, until: "Failed");
        var abroad = new Shopper(shop);
        await abroad.FillAbroad("BOWL", "AU");
        await abroad.Pay();
        await abroad.Reach("Delivered");
        await shop.Staff(
            HttpMethod.Put, $"orders/{shopper.Order}/refunds/{Guid.NewGuid()}",
            new { amount = new { amount = 100, currency = "PHP" }, reason = "Goodwill" });
        await shop.Receive("BOWL", 2, 40_000, "BGC");
        var fetched = new Shopper(shop);
        await fetched.FillToFetch("BOWL", "BGC");
        await fetched.Pay();
        await fetched.Reach("ReadyForPickup");
        // To the address that it has: a letter that comes again goes to where letters go then.
        await shop.Staff(
            HttpMethod.Put, $"orders/{fetched.Order}/corrections/{Guid.NewGuid()}",
            new { email = Person.Maria.Email });
        var calledOff = new Shopper(shop);
        await calledOff.FillToFetch("BOWL", "BGC");
        await calledOff.Pay();
        await calledOff.Reach("ReadyForPickup");
        await PaidAgain.Lapse(shop, calledOff);
        await PaidAgain.Asked(shop, calledOff);
        await shop.Staff(
            HttpMethod.Put, $"orders/{calledOff.Order}/cancellations/{Guid.NewGuid()}", new { reason = "Damaged" });
        await calledOff.Reach("Cancelled");
    }

    private static async Task GuessAtCodes(TestShop shop)
    {
        var signIn = Guid.NewGuid().ToString();
        const string email = "guessed@example.com";
        await shop.Send(HttpMethod.Put, $"/api/sign-ins/{signIn}", null, new { email });
        await Account.CodeOf(shop, signIn, email);
        for (int wrong = 0; wrong < SignIn.MostTries; wrong++) await Account.Enter(shop, signIn, $"wrong-{wrong}");
    }

    private static async Task GivePointsThatEndSoon(TestShop shop, Id<Customer> customer)
    {
        var now = shop.Clock!.GetUtcNow();
        var given = await shop.Services.GetRequiredService<TableStore>().Put(
            StoredValue.PointsOf(customer), "gift",
            value => StoredValue.Earn(value, customer, "gift", 500, now.AddHours(1), now));
        given.OrThrow();
    }

    // A message that fails is tried again after a second: otherwise as in earnest.
    private static void Hurried(TestHostOptions host) =>
        host.Settings["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:01";

    private static Task SetAside(TestShop shop, int messages) => shop.Until(
        async () => (await Poisoned(shop)).Count == messages, () => $"{messages} messages set aside");

    private static async Task<JsonArray> Poisoned(TestShop shop) =>
        (await shop.Staff(HttpMethod.Get, "poison"))["items"]!.AsArray();

    private static async Task<bool> PutBack(TestShop shop, JsonNode message) => (await shop.Staff(
        HttpMethod.Put, $"poison/{Text(message, "queue")}/{Text(message, "id")}/replay", new { }))["replayed"]!
        .GetValue<bool>();

    private static IEnumerable<string> Bodies(JsonArray poisoned) =>
        poisoned.Select(one => $"{Text(one, "queue")} {Text(one, "body")}").Order(StringComparer.Ordinal);

    private static string Text(JsonNode? said, string name) => said![name]!.GetValue<string>();
}
