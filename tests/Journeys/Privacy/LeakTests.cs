using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Nothing that a person tells the shop is anywhere in the clear, in all that a run leaves behind.</summary>
/// <remarks>
/// The outside world is not searched: payment provider, carrier, broker and her own mailbox have to know her.
/// </remarks>
public sealed class LeakTests(ITestOutputHelper output)
{
    [Fact]
    public async Task What_a_person_tells_the_shop_is_in_none_of_its_tables_blobs_queues_files_and_logs()
    {
        Ximena.TellsAllOfTheRegister();
        using var storage = new MortalAzurite();
        await using var shop = await MortalShop.Open(
            told:
            [
                ("AzureWebJobsStorage", storage.Account.ConnectionString), ("FUNCTIONS_WORKER_PROCESS_COUNT", "1"),
            ]);
        await shop.Start();
        var planted = new Planted(storage.Account.ConnectionString, shop.Backroom);
        await planted.InStorage();
        await Shops(shop);

        var search = new LeakSearch([.. Ximena.Texts, .. Planted.Markers]);
        var traces = new Traces(search);
        await traces.Storage(storage.Account.ConnectionString);
        Assert.DoesNotContain(search.Found, IsHers);

        await IsForgotten(shop);
        await planted.InLog(shop);
        await traces.Storage(storage.Account.ConnectionString);
        await shop.Stop();
        storage.Stop();
        Planted.InHistory(shop.DurableFile);
        traces.Lines("of host and worker", shop.Log);
        traces.Database(shop.DurableFile);
        traces.Folder("runtime", shop.Folder);
        traces.Folder("azurite", storage.Folder);
        output.WriteLine($"{search.Bytes / 1_000_000} MB were looked through, {shop.Log.Count} lines of log.");

        Assert.Equal(Planted.Places, Planted.FoundIn(search.Found));
        Assert.DoesNotContain(search.Found, IsHers);
    }

    private static bool IsHers(Leak leak) => !Planted.Markers.Contains(leak.Text);

    // Everything at once, so that it takes as long as the longest of it.
    private static async Task Shops(MortalShop shop)
    {
        await shop.Sell(40, ("plain-bowl", "BOWL", 100_000, "460219"));
        await shop.Until(
            async () => (await shop.Send(HttpMethod.Get, "/api/products/plain-bowl", null)).Answer is not null,
            () => "a bowl is shown");
        await HasAnAccount(shop);
        // From here on no letter is taken: each is tried again, and then its message set aside.
        await Break(shop, "mail", 10_000);
        await shop.Send(HttpMethod.Put, $"/api/sign-ins/{Guid.NewGuid()}", null, new { email = Ximena.Email });
        await Break(shop, "ninjavan", 2);
        await Break(shop, "stripe", 1, "payment_intents");
        var home = new Shopper(shop, Ximena.Person);
        await home.Buy("BOWL");
        await Task.WhenAll(
            GoesAbroad(shop), SendsBack(shop, home), new Shopper(shop, Ximena.Person).Fill("BOWL"),
            new Shopper(shop, Ximena.Person).Buy("BOWL", card: Shopper.DeclinedCard, until: "Failed"));
        await shop.Until(
            async () => (await shop.Backroom.Poison.List()).Any(one => one.Queue == SignInAsked.Queue),
            () => "a letter that is set aside");
        await shop.Until(
            async () => await shop.Backroom.Waiting(CrmNews.Queue) == 0, () => "an account that knows all of it");
    }

    private static async Task GoesAbroad(MortalShop shop)
    {
        var abroad = new Shopper(shop, Ximena.Person);
        await abroad.FillAbroad("BOWL", "DE");
        await abroad.Pay();
        await abroad.Reach("Delivered");
    }

    private static async Task SendsBack(MortalShop shop, Shopper home)
    {
        await shop.Staff(
            HttpMethod.Put, $"orders/{home.Order}/corrections/{Guid.NewGuid()}", new { email = Ximena.NewEmail });
        var back = await home.SendBack("BOWL");
        await home.ReachReturn(back, "Requested");
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/returns/{back}/photos/1?order={home.Order}", home.OrderToken,
            MarkedJpeg.WithExif(Ximena.Person.Name));
        Assert.True((int)status == 201, $"{status} {answer}");
        await shop.Staff(HttpMethod.Put, $"returns/{back}/note", new { note = Ximena.Note });
        await shop.Staff(HttpMethod.Put, $"returns/{back}/approval", new { });
        Assert.NotNull((await home.ReachReturn(back, "Closed"))["creditNote"]);
    }

    private static async Task HasAnAccount(MortalShop shop)
    {
        var account = await Account.SignIn(shop, Ximena.Email);
        var profile = new { email = Ximena.Email, name = Ximena.OtherName, phone = Ximena.Person.Phone };
        await account.Ask(HttpMethod.Put, "", profile);
        await account.Look("/export");
        await shop.Staff(
            HttpMethod.Put, $"customers/{account.Id}/notes/{Guid.NewGuid()}", new { text = Ximena.CustomerNote });
        await shop.Staff(
            HttpMethod.Put, $"customers/{account.Id}/rectifications/{Guid.NewGuid()}",
            new { name = Ximena.OtherName, reason = Ximena.RightedBecause });
        await shop.Staff(
            HttpMethod.Put, $"customers/{account.Id}/objections/{Guid.NewGuid()}",
            new { purposes = new[] { new { purpose = "marketing-email" } }, reason = Ximena.ObjectedBecause });
    }

    private static async Task IsForgotten(MortalShop shop)
    {
        var found = await shop.Send(
            HttpMethod.Post, "/api/staff/customer-searches", TestShop.StaffKey, new { email = Ximena.Email });
        var her = found.Answer!["items"]![0]!["id"]!.GetValue<string>();
        var erasure = Guid.NewGuid();
        await shop.Staff(HttpMethod.Put, $"customers/{her}/erasures/{erasure}", new { reason = Ximena.Reason });
        JsonNode? now = null;
        await shop.Until(
            async () =>
            {
                var (status, answer) = await shop.Send(
                    HttpMethod.Get, $"/api/customers/{her}/erasures/{erasure}", TestShop.StaffKey);
                return status == HttpStatusCode.OK && (now = answer)!["status"]!.GetValue<string>() == "Done";
            },
            () => $"an erasure; it is {now}");
        Assert.Equal(Ximena.Reason, now!["reason"]!.GetValue<string>());
        Assert.Equal(1, now["erased"]!["account"]!.GetValue<int>());
    }

    private static async Task Break(MortalShop shop, string party, int calls, string? path = null)
    {
        using var outside = new HttpClient();
        using var answer = await outside.PutAsJsonAsync(
            $"{shop.Sandbox.Address}/sandbox/faults/{party}", new { kind = "error", calls, path });
        answer.EnsureSuccessStatusCode();
    }
}
