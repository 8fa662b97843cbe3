using System.Net;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>A shop with a vault of its own, and what an operator does with it.</summary>
internal static class Vaults
{
    public static Task<TestShop> Start(out AzuriteAccount vault)
    {
        var account = vault = new();
        return TestShop.Start(configure: test => test.Settings["Backups"] = account.ConnectionString);
    }

    /// <summary>Makes a backup; answers its folder.</summary>
    public static async Task<string> BackUp(TestShop shop)
    {
        await shop.Host.WhenIdle();
        string path = $"backups/{Guid.NewGuid()}";
        await shop.Staff(HttpMethod.Put, path, new { });
        await shop.Staff(HttpMethod.Put, path, new { });
        JsonNode? seen = null;
        var giveUp = DateTime.UtcNow.AddMinutes(1);
        while ((seen = await shop.Staff(HttpMethod.Get, path))["isOver"]?.GetValue<bool>() != true)
        {
            Assert.True(DateTime.UtcNow < giveUp, $"{seen} {shop.Log.Alarms}");
            await Task.Delay(50);
        }

        return seen["folder"]!.GetValue<string>();
    }

    /// <summary>Restores a backup into another account, as the tool does.</summary>
    public static async Task<RestoreMark> Restore(
        Dictionary<string, string> told, TimeProvider clock, string folder, bool withoutPersons = false)
    {
        await using var parts = Open(told, clock);
        var manifest = (await parts.GetRequiredService<Serverless.Adapters.Backups>().Find(folder, default))!;
        return await parts.GetRequiredService<Restore>().Run(manifest, withoutPersons);
    }

    /// <summary>Ends the shop and restores a backup into another account, where it goes on.</summary>
    public static async Task<RestoreMark> Replace(
        TestShop shop, AzuriteAccount vault, string folder, bool withoutPersons = false)
    {
        var into = new AzuriteAccount();
        var (settings, clock) = (SettingsOf(shop, into, vault), shop.Clock!);
        RestoreMark? mark = null;
        await shop.Replace(
            test => test.Settings["AzureWebJobsStorage"] = into.ConnectionString,
            async () => mark = await Restore(settings, clock, folder, withoutPersons));
        return mark!;
    }

    public static string StorageOf(TestShop shop) =>
        shop.Services.GetRequiredService<IConfiguration>()["AzureWebJobsStorage"]!;

    /// <summary>What the tool is told of a shop that lies elsewhere.</summary>
    public static Dictionary<string, string> SettingsOf(TestShop shop, AzuriteAccount into, AzuriteAccount vault)
    {
        var known = shop.Services.GetRequiredService<IConfiguration>();
        return new()
        {
            ["ProfileKey"] = known["ProfileKey"]!,
            ["AzureWebJobsStorage"] = into.ConnectionString,
            ["Backups"] = vault.ConnectionString,
            ["Backups:Shop"] = "likha",
        };
    }

    public static RestoreMarks Marks(AzuriteAccount account) => new(new BlobServiceClient(account.ConnectionString));

    /// <summary>Waits until the shop serves.</summary>
    public static Task Opens(TestShop shop) => shop.Until(
        async () => (await shop.Send(HttpMethod.Get, "/api/health", null)).Status == HttpStatusCode.OK,
        () => "an open shop", TimeSpan.FromMilliseconds(200));

    private static ServiceProvider Open(Dictionary<string, string> told, TimeProvider clock)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(told.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value))).Build();
        return new ServiceCollection().AddLogging().AddSingleton(clock).AddStorage(configuration)
            .BuildServiceProvider();
    }
}
