using System.Text;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Serverless.Tests.Runtime;

/// <summary>A file of which one page is damaged.</summary>
public class DamageTests
{
    private const int Page = 4096;

    [Fact]
    public async Task An_instance_whose_history_is_damaged_fails_with_a_reason_and_is_not_tried_for_ever()
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

        var failed = await rig.Get("bad");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);
        Assert.Equal("The instance's history cannot be read.", failed.FailureDetails!.ErrorMessage);
    }

    /// <summary>Where the long text is whose pages are damaged.</summary>
    public enum Place
    {
        Input,
        History,
        Inbox,
        Activity,
    }

    [Theory]
    [InlineData(Place.Input)]
    [InlineData(Place.History)]
    [InlineData(Place.Inbox)]
    [InlineData(Place.Activity)]
    public async Task An_instance_on_a_damaged_page_harms_no_neighbour_on_the_same_page_or_another(Place place)
    {
        var gate = new TaskCompletionSource();
        await using var rig = await Rig.Start(code => code
            .Orchestrator("Work", async context =>
            {
                var mark = await context.WaitForExternalEvent<string>("Mark");
                return await context.CallActivityAsync<string>("Pass", place == Place.Activity ? mark : "short");
            })
            .ActivityAsync("Pass", async (string passed) =>
            {
                await gate.Task;
                return passed;
            }));
        for (var i = 0; i < 60; i++)
        {
            if (i == 30)
                await Spoil(rig, place);
            await rig.Schedule("Work", id: $"good-{i}");
            await rig.Client.RaiseEventAsync($"good-{i}", "Mark", "mine");
        }

        await Until.Holds(async () => (await rig.Get("good-59")).IsRunning);
        await rig.Engine.Abandon();
        var before = rig.Logged.Count;
        await Damage(rig.File);
        gate.SetResult();
        await rig.Reopen();
        rig.Clock.Advance(TimeSpan.FromDays(1));
        // Whoever speaks to the damaged one may be told so; nobody else is.
        var told = await Record.ExceptionAsync(() => rig.Client.RaiseEventAsync("bad", "Mark", "again"));
        Assert.True(told is null or RpcException { StatusCode: StatusCode.Internal }, $"{told}");

        for (var i = 0; i < 60; i++)
            Assert.True((await rig.End($"good-{i}")).IsCompleted);
        await rig.Schedule("Work", id: "later");
        await rig.Client.RaiseEventAsync("later", "Mark", "mine");
        Assert.True((await rig.End("later")).IsCompleted);
        await rig.Idle();
        Assert.True(
            rig.Logged.Any(line => line.Contains("bad is parked: the file is damaged"))
            || (await rig.Get("bad")).FailureDetails?.ErrorMessage.Contains("cannot be read") == true,
            string.Join('\n', rig.Logged));
        Assert.DoesNotContain(rig.Logged.Skip(before), line => line.Contains("good"));
    }

    private static async Task Spoil(Rig rig, Place place)
    {
        var mark = string.Concat(Enumerable.Repeat("damaged-here", 4000));
        await rig.Client.ScheduleNewOrchestrationInstanceAsync(
            "Work",
            place == Place.Input ? mark : null,
            new StartOrchestrationOptions("bad", place == Place.Inbox ? rig.Clock.GetUtcNow().AddHours(1) : null));
        await rig.Client.RaiseEventAsync("bad", "Mark", place == Place.Input ? "short" : mark);
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
