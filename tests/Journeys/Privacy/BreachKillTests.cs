using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Orchestrations;

namespace Serverless.Tests.Journeys;

/// <summary>Wherever the process dies that looks for people or writes to them, all are found and told once.</summary>
public sealed class BreachKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Killed_at_every_call_to_the_storage_all_are_found_and_each_has_one_letter()
    {
        await using var shop = await TestShop.Start();
        await shop.Sell("plain-bowl", "BOWL", units: 9);
        await new Shopper(shop).Buy("BOWL");
        var abroad = new Shopper(shop);
        await abroad.FillAbroad("BOWL", "AU");
        await abroad.Pay();
        await abroad.Reach("Delivered");
        var id = new Id<Breach>(await BreachTests.Open(shop));
        var store = shop.Services.GetRequiredService<TableStore>();
        var scope = new Id<BreachScope>(Guid.NewGuid().ToString());
        var start = new BreachScopeStart(
            scope, id, ["accounts", "bags", "orders"], null, shop.Clock!.GetUtcNow(), [], 1);

        int deaths = 0;
        bool isOver = false;
        for (int turn = 1; !isOver; turn++)
        {
            var now = start with { Turn = turn };
            deaths += await MortalStorage.Deaths(shop, async (mortal, clients, seal) =>
                (isOver = (await Scopes(shop, mortal, clients, seal).Find(now, CancellationToken.None)).OrThrow())
                || turn < 50);
        }

        output.WriteLine($"Died {deaths} times looking.");
        Assert.InRange(deaths, 15, 500);
        var found = (await store.Find(scope))!.Record;
        Assert.Equal((2, 2), (found.People, found.Categories["e-mail address"]));
        Assert.Equal(scope, (await store.Find(id))!.Record.Scope);

        var letters = new BreachLettersStart(new(Guid.NewGuid().ToString()), id, scope, null, 0, 0, false);
        int lost = await MortalStorage.Deaths(shop, async (mortal, _, seal) =>
            (await Letters(shop, mortal, seal).Send(letters, CancellationToken.None)).OrThrow() is
            { IsOver: true, Told: 2, Missed: 0 });
        output.WriteLine($"Died {lost} times writing.");
        Assert.InRange(lost, 5, 500);
        foreach (string to in new[] { "maria@example.com", "sam@example.com" })
        {
            Assert.Single(
                await Account.Mails(shop, to),
                one => one!["subject"]!.GetValue<string>().StartsWith("Your data at", StringComparison.Ordinal));
        }

        Assert.True(Assert.Single((await store.Find(id))!.Record.Answers).Told);
    }

    [Fact]
    public async Task Who_has_no_address_any_more_is_counted_and_staff_have_to_say_how_she_is_told()
    {
        await using var shop = await TestShop.Start();
        var id = new Id<Breach>(await BreachTests.Open(shop));
        var (store, scope) = (shop.Services.GetRequiredService<TableStore>(), new Id<BreachScope>("scope"));
        var gone = new BreachPerson(
            BreachPerson.Named(id, new("gone")), id, new("gone"), scope, ["name"]);
        await store.Put(gone.Id, "found", _ => Result(gone));
        var letters = new BreachLettersStart(new(Guid.NewGuid().ToString()), id, scope, null, 0, 0, false);

        var end = (await Letters(shop, store, shop.Services.GetRequiredService<TextSeal>())
            .Send(letters, CancellationToken.None)).OrThrow();

        Assert.Equal((true, 0, 1), (end.IsOver, end.Told, end.Missed));
        Assert.True((await store.Find(gone.Id))!.Record.Unreachable);
        Assert.Empty((await store.Find(id))!.Record.Answers);
    }

    private static BreachScopeActivities Scopes(
        TestShop shop, TableStore store, StorageClients clients, TextSeal seal) => new(
            store,
            new LeakedRecords(
                store, new Mailboxes(store, shop.Services.GetRequiredService<Tokens>(), seal, shop.Clock!),
                Views(shop, store, seal),
                new ReturnPhotos(new PrivateFiles(clients, seal))));

    private static BreachMail Letters(TestShop shop, TableStore store, TextSeal seal) => new(
        store, shop.Services.GetRequiredService<IMail>(),
        new BreachLetter(
            shop.Services.GetRequiredService<Policies>().Now, shop.Services.GetRequiredService<Settings>()),
        Views(shop, store, seal), shop.Clock!, NullLogger<BreachMail>.Instance);

    private static CustomerViews Views(TestShop shop, TableStore store, TextSeal seal) =>
        new(store, seal, shop.Services.GetRequiredService<Policies>().Now, shop.Clock!);

    private static Result<T> Result<T>(T value) => value;
}
