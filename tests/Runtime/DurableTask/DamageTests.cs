using System.Text;
using Microsoft.Data.Sqlite;

namespace Serverless.Tests.Runtime;

/// <summary>A file of which one page is damaged.</summary>
public class DamageTests
{
    private const int Page = 4096;

    [Fact]
    public async Task An_instance_on_a_damaged_page_is_parked_with_a_reason_and_not_tried_for_ever()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Listen", async context =>
            await context.WaitForExternalEvent<string>("Mark") + await context.WaitForExternalEvent<string>("End")));
        await rig.Schedule("Listen", id: "bad");
        // Long enough to fill pages of its own.
        await rig.Client.RaiseEventAsync("bad", "Mark", string.Concat(Enumerable.Repeat("damaged-here", 4000)));
        await rig.Idle();
        await rig.Engine.StopAsync(CancellationToken.None);
        await Damage(rig.File);
        await rig.Reopen();

        await rig.Client.RaiseEventAsync("bad", "End", "done");
        await rig.Idle();

        var told = Assert.Single(rig.Logged, line => line.Contains("parked", StringComparison.Ordinal));
        Assert.Contains("bad is parked: the file is damaged", told, StringComparison.Ordinal);
        Assert.True((await rig.Get("bad")).IsRunning);
    }

    // Breaks the chain of the pages over which the long row of a table goes on.
    private static async Task Damage(string file)
    {
        Compact(file);
        var bytes = await File.ReadAllBytesAsync(file);
        var mark = Encoding.UTF8.GetBytes("damaged-here");
        var pages = Enumerable.Range(0, bytes.Length / Page).Where(page =>
            bytes.AsSpan(page * Page, Page).Count(mark) > 300).ToList();
        Assert.True(pages.Count > 5, "There is no long row.");
        foreach (var page in pages)
            Array.Fill(bytes, (byte)0xEE, page * Page, 4);
        await File.WriteAllBytesAsync(file, bytes);
    }

    // So that what is found is in use, and not left over from a row that is gone.
    private static void Compact(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
    }
}
