using System.Globalization;
using Azure.Storage.Blobs;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Configuration;
using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

public sealed class StorageTests(AzuriteAccount account) : StorageTests<AzuriteAccount>(account);

/// <summary>The same over any storage.</summary>
public abstract class StorageTests<TStorage>(TStorage account) : IClassFixture<TStorage> where TStorage : StorageAccount
{
    private readonly Bench bench = new(account);

    [Fact]
    public async Task Every_call_is_counted_by_what_it_does_and_to_what()
    {
        var calls = await bench.Counted(async () =>
        {
            var id = await bench.Open(1, "counted");
            await bench.Look(id);
            await bench.Store.Timeline(id);
            var container = bench.Clients.Blobs.GetBlobContainerClient("pictures");
            await container.CreateIfNotExistsAsync();
            await container.GetBlobClient("tote.svg").UploadAsync(new BinaryData("<svg/>"), overwrite: true);
            await container.GetBlobClient("tote.svg").DownloadContentAsync();
            await new QueueMessages(bench.Clients.Queues).Send("mail", new { Order = "7K3M" });
            var queue = bench.Clients.Queues.GetQueueClient("mail");
            await queue.PeekMessagesAsync(1);
            QueueMessage message = await queue.ReceiveMessageAsync();
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        });

        Assert.Equal(
            "blob create pictures 1, blob get pictures 1, blob put pictures 1, queue create mail 1, " +
            "queue delete mail 1, queue peek mail 1, queue receive mail 1, queue send mail 1, " +
            "table batch jars 1, table create  2, table query jars 1, table read jars 1, table upsert lists 1",
            string.Join(", ", calls.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value}"))));
    }

    [Fact]
    public async Task Calls_are_counted_for_whom_they_are_made()
    {
        using (StorageCalls.For("checkout")) await bench.Open(1);
        await bench.Open(1);

        var batches = bench.Calls.Snapshot().Where(pair => pair.Key.Kind == "batch").ToList();
        Assert.Equal(["", "checkout"], batches.Select(pair => pair.Key.Scope).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Addresses_instead_of_a_connection_string_mean_the_identity_of_the_app()
    {
        var clients = StorageClients.From(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("AzureWebJobsStorage:tableServiceUri", "https://shop.table.core.windows.net"),
            new("AzureWebJobsStorage:queueServiceUri", "https://shop.queue.core.windows.net"),
            new("AzureWebJobsStorage:blobServiceUri", "https://shop.blob.core.windows.net"),
        ]).Build());

        Assert.Equal("shop.table.core.windows.net", clients.Tables.Uri.Host);
        Assert.Equal("shop", clients.Queues.AccountName);
        Assert.IsType<BlobServiceClient>(clients.Blobs);
    }

    [Fact]
    public void Storage_that_is_not_configured_is_named()
    {
        var fault = Assert.Throws<InvalidOperationException>(() =>
            StorageClients.From(new ConfigurationBuilder().Build()));

        Assert.Contains("AzureWebJobsStorage", fault.Message, StringComparison.Ordinal);
    }
}
