using Azure;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using Microsoft.Extensions.Time.Testing;

namespace Serverless.Tests.Adapters;

/// <summary>Where Azure and its emulator differ, the storage in memory follows Azure.</summary>
public sealed class DoubleLimitTests
{
    private readonly StorageDouble storage = new();

    [Theory]
    [InlineData("a/b", "OutOfRangeInput")]
    [InlineData("a\\b", "OutOfRangeInput")]
    [InlineData("a#b", "OutOfRangeInput")]
    [InlineData("a?b", "OutOfRangeInput")]
    [InlineData("a\tb", "OutOfRangeInput")]
    public async Task A_key_with_a_forbidden_sign_is_refused(string key, string code) =>
        await Refused(400, code, (await Table()).AddEntityAsync(new TableEntity("p", key)));

    [Fact]
    public async Task A_key_a_property_and_a_row_have_their_largest_size()
    {
        var table = await Table();
        await table.AddEntityAsync(new TableEntity("p", new string('k', 512)));
        await Refused(400, "KeyValueTooLarge", table.AddEntityAsync(new TableEntity("p", new string('k', 513))));
        await table.AddEntityAsync(new TableEntity("p", "binary") { ["Data"] = new byte[64 * 1024] });
        await Refused(400, "PropertyValueTooLarge", table.AddEntityAsync(
            new TableEntity("p", "larger") { ["Data"] = new byte[64 * 1024 + 1] }));
        await Refused(400, "PropertyValueTooLarge", table.AddEntityAsync(
            new TableEntity("p", "text") { ["Data"] = new string('x', 32 * 1024 + 1) }));

        var row = new TableEntity("p", "row");
        for (int i = 0; i < 16; i++) row[$"Data{i}"] = new byte[64 * 1024];
        await Refused(400, "EntityTooLarge", table.AddEntityAsync(row));
        row.Remove("Data0");
        await table.AddEntityAsync(row);
        var more = new TableEntity("p", "row") { ["More"] = new byte[64 * 1024] };
        await Refused(400, "EntityTooLarge", table.UpsertEntityAsync(more));
    }

    [Fact]
    public async Task A_transaction_is_of_at_most_100_rows_of_one_partition_each_once_and_all_or_none()
    {
        var table = await Table();
        static TableTransactionAction Add(string partition, int row) =>
            new(TableTransactionActionType.Add, new TableEntity(partition, $"{row:D3}"));
        await table.SubmitTransactionAsync(Enumerable.Range(0, 100).Select(row => Add("p", row)));
        await Refused(400, "InvalidInput", table.SubmitTransactionAsync(
            Enumerable.Range(200, 101).Select(row => Add("p", row))));
        await Refused(400, "CommandsInBatchActOnDifferentPartitions", table.SubmitTransactionAsync(
            [Add("p", 300), Add("q", 300)]));
        await Refused(400, "InvalidDuplicateRow", table.SubmitTransactionAsync([Add("p", 300), Add("p", 300)]));
        var fault = await Assert.ThrowsAsync<TableTransactionFailedException>(() =>
            table.SubmitTransactionAsync([Add("p", 300), Add("p", 99)]));

        Assert.Equal(
            (409, "EntityAlreadyExists", 1), (fault.Status, fault.ErrorCode, fault.FailedTransactionActionIndex));
        Assert.Equal(100, await table.QueryAsync<TableEntity>().CountAsync());
    }

    [Fact]
    public async Task A_page_has_at_most_1000_rows_and_the_next_goes_on_behind_it()
    {
        var table = await Table();
        foreach (var some in Enumerable.Range(0, 2_500).Chunk(100))
        {
            await table.SubmitTransactionAsync(some.Select(row => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity("p", $"{row:D5}") { ["Odd"] = row % 2 == 1 })));
        }

        var pages = await table.QueryAsync<TableEntity>("PartitionKey eq 'p' and Odd eq true").AsPages().ToListAsync();
        Assert.Equal([1000, 250], pages.Select(page => page.Values.Count));
        Assert.Equal("02499", pages[^1].Values[^1].RowKey);
        var few = await table.QueryAsync<TableEntity>(
            "PartitionKey eq 'p' and (RowKey lt '00002' or RowKey ge '02499')", 2, ["RowKey"]).AsPages().ToListAsync();
        Assert.Equal([2, 1], few.Select(page => page.Values.Count));
        Assert.Null(few[0].Values[0].PartitionKey);
    }

    [Fact]
    public async Task A_row_changes_only_under_its_tag_and_keeps_every_type()
    {
        var table = await Table();
        var row = new TableEntity("it's", "é 雪")
        {
            ["Text"] = "a\r\nb",
            ["Bytes"] = new byte[] { 1, 2 },
            ["Small"] = 1,
            ["Large"] = 5_000_000_000,
            ["Part"] = 2.0,
            ["Yes"] = true,
            ["Id"] = Guid.NewGuid(),
            ["At"] = new DateTimeOffset(2026, 11, 11, 0, 0, 0, TimeSpan.Zero).AddTicks(7),
        };
        await table.AddEntityAsync(row);
        var first = (await table.GetEntityAsync<TableEntity>("it's", "é 雪")).Value;
        Assert.All(row.Keys.Where(name => row[name] is not null && !name.StartsWith("odata", StringComparison.Ordinal)),
            name => Assert.Equal(row[name], first[name]));

        var merge = new TableEntity("it's", "é 雪") { ["Small"] = 2 };
        await table.UpdateEntityAsync(merge, first.ETag, TableUpdateMode.Merge);
        await Refused(412, "UpdateConditionNotSatisfied", table.UpdateEntityAsync(merge, first.ETag));
        await Refused(404, "ResourceNotFound", table.UpdateEntityAsync(new TableEntity("p", "none"), ETag.All));
        var second = (await table.GetEntityAsync<TableEntity>("it's", "é 雪")).Value;
        Assert.Equal(("a\r\nb", 2), (second.GetString("Text"), second.GetInt32("Small")));
        await Refused(412, "UpdateConditionNotSatisfied", table.DeleteEntityAsync("it's", "é 雪", first.ETag));
        await table.DeleteEntityAsync("it's", "é 雪", second.ETag);
        await Refused(404, "TableNotFound", Rows("nowhere").AddEntityAsync(row));
    }

    [Fact]
    public async Task A_message_is_hidden_from_who_comes_next_until_its_time_is_up()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var moved = StorageDouble.With(clock);
        var queue = new QueueClient(moved.ConnectionString, "parcels", moved.Reach(new QueueClientOptions()));
        await queue.CreateAsync();
        await queue.SendMessageAsync("one");
        var taken = (await queue.ReceiveMessageAsync(TimeSpan.FromSeconds(30))).Value;
        Assert.Null((await queue.ReceiveMessageAsync()).Value);

        clock.Advance(TimeSpan.FromSeconds(31));
        var again = (await queue.ReceiveMessageAsync()).Value;
        Assert.Equal(("one", 2), (again.Body.ToString(), again.DequeueCount));
        await Refused(400, "PopReceiptMismatch", queue.DeleteMessageAsync(taken.MessageId, taken.PopReceipt));
        await queue.DeleteMessageAsync(again.MessageId, again.PopReceipt);
        await Refused(404, "MessageNotFound", queue.DeleteMessageAsync(again.MessageId, again.PopReceipt));
        await queue.SendMessageAsync(new string('x', 64 * 1024));
        await Refused(413, "RequestBodyTooLarge", queue.SendMessageAsync(new string('x', 64 * 1024 + 1)));
    }

    [Fact]
    public async Task Blobs_are_made_whole_in_blocks_or_by_appending_and_read_in_ranges()
    {
        var blobs = new BlobServiceClient(storage.ConnectionString, storage.Reach(new BlobClientOptions()));
        var container = blobs.GetBlobContainerClient("papers");
        await container.CreateAsync();
        var blocks = container.GetBlockBlobClient("a/blocks");
        string[] ids = [Convert.ToBase64String("1"u8), Convert.ToBase64String("2"u8)];
        await blocks.StageBlockAsync(ids[1], new MemoryStream("world"u8.ToArray()));
        await blocks.StageBlockAsync(ids[0], new MemoryStream("hello "u8.ToArray()));
        await Refused(404, "BlobNotFound", blocks.DownloadContentAsync());
        await blocks.CommitBlockListAsync(ids);
        Assert.Equal("hello world", (await blocks.DownloadContentAsync()).Value.Content.ToString());
        var part = await blocks.DownloadContentAsync(new BlobDownloadOptions { Range = new(6, 3) });
        Assert.Equal("wor", part.Value.Content.ToString());

        var log = container.GetAppendBlobClient("b");
        await log.CreateAsync();
        await log.AppendBlockAsync(new MemoryStream("1"u8.ToArray()));
        var late = new AppendBlobAppendBlockOptions { Conditions = new() { IfAppendPositionEqual = 0 } };
        await Refused(412, "AppendPositionConditionNotMet", log.AppendBlockAsync(new MemoryStream([1]), late));
        await Refused(409, "BlobAlreadyExists", container.GetBlobClient("b").UploadAsync(new BinaryData("x")));
        var folders = await container.GetBlobsByHierarchyAsync(
            new GetBlobsByHierarchyOptions { Delimiter = "/" }).ToListAsync();
        Assert.Equal(["a/", "b"], folders.Select(item => item.IsPrefix ? item.Prefix : item.Blob.Name));
    }

    [Fact]
    public async Task Answers_take_the_time_that_is_set_and_are_counted()
    {
        var table = await Table();
        storage.Latency = TimeSpan.FromMilliseconds(40);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await table.GetEntityIfExistsAsync<TableEntity>("p", "none");

        Assert.True(clock.Elapsed >= TimeSpan.FromMilliseconds(35), $"{clock.Elapsed}");
        Assert.Equal(1, storage.Calls["table GET rows"]);
    }

    private async Task<TableClient> Table()
    {
        var table = Rows("rows");
        await table.CreateAsync();
        await Refused(409, "TableAlreadyExists", table.CreateAsync());
        return table;
    }

    private TableClient Rows(string name)
    {
        var options = storage.Reach(new TableClientOptions());
        options.Retry.MaxRetries = 0;
        return new(storage.ConnectionString, name, options);
    }

    private static async Task Refused(int status, string code, Task asked)
    {
        var fault = await Assert.ThrowsAnyAsync<RequestFailedException>(() => asked);
        Assert.Equal((status, code), (fault.Status, fault.ErrorCode));
    }
}
