using System.Diagnostics;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Goods = Serverless.Tests.Journeys.Products;

namespace Serverless.Tests.Journeys;

/// <summary>A backup and a restore whose processes die at any moment, and are whole in the end.</summary>
[Trait("Category", "Full")]
public sealed class BackupKillTests
{
    private const int Products = 260;

    [Fact]
    public async Task A_backup_and_a_restore_that_are_killed_again_and_again_are_whole_in_the_end()
    {
        var vault = new AzuriteAccount();
        await using var shop = await MortalShop.Open(null, ("Backups", vault.ConnectionString));
        await shop.Start();
        await Parallel.ForEachAsync(Enumerable.Range(0, Products), async (number, _) => await shop.Put(
            $"products/bowl-{number}", Goods.Plain($"bowl-{number}", $"BOWL-{number}", 1000, "460219")));
        string id = Guid.NewGuid().ToString();
        await shop.Put($"backups/{id}", new { });
        await shop.KillAgainAndAgain(kills: 4, seed: 7, shortestMs: 60, longestMs: 700);
        await Until(async () => (await shop.Get($"backups/{id}"))["isOver"]!.GetValue<bool>());
        await shop.Kill();

        var one = new AzuriteAccount();
        var two = new AzuriteAccount();
        Assert.Equal(0, await Restore(shop, one, vault, killAfter: null));
        int kills = 0;
        while (await Restore(shop, two, vault, killAfter: kills < 6 ? kills : null) != 0) kills++;
        Assert.True(kills >= 3, $"The restore was killed {kills} times.");
        Assert.Equal(await Rows(one), await Rows(two));
        var products = (await Rows(two)).Where(row => row.StartsWith("products record", StringComparison.Ordinal));
        Assert.Equal(Products, products.Count());
    }

    // The tool as an operator runs it; killed once it has told of so many parts.
    private static async Task<int> Restore(MortalShop shop, AzuriteAccount into, AzuriteAccount vault, int? killAfter)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "backup.dll"), "restore"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in shop.Told)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        start.Environment["AzureWebJobsStorage"] = into.ConnectionString;
        start.Environment["Backups"] = vault.ConnectionString;
        using var tool = Process.Start(start)!;
        for (int parts = 0; await tool.StandardOutput.ReadLineAsync() is not null; parts++)
            if (parts == killAfter) tool.Kill();
        string said = await tool.StandardError.ReadToEndAsync();
        await tool.WaitForExitAsync();
        Assert.True(tool.ExitCode is 0 or 137, $"{tool.ExitCode}: {said}");
        return tool.ExitCode;
    }

    private static async Task<List<string>> Rows(AzuriteAccount account)
    {
        List<string> all = [];
        var tables = new TableServiceClient(account.ConnectionString);
        await foreach (var table in tables.QueryAsync())
        {
            await foreach (var row in tables.GetTableClient(table.Name).QueryAsync<TableEntity>())
                all.Add($"{table.Name} {row.RowKey} {row.PartitionKey} {row.Count}");
        }

        var blobs = new BlobServiceClient(account.ConnectionString);
        await foreach (var container in blobs.GetBlobContainersAsync())
        {
            await foreach (var blob in blobs.GetBlobContainerClient(container.Name).GetBlobsAsync())
                if (container.Name != "restores") all.Add($"{container.Name} {blob.Name}");
        }

        return [.. all.Order(StringComparer.Ordinal)];
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        var giveUp = DateTime.UtcNow.AddMinutes(2);
        while (!await holds())
        {
            Assert.True(DateTime.UtcNow < giveUp, "The backup did not end.");
            await Task.Delay(250);
        }
    }
}
