using System.IO.Compression;
using System.Text;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Data.Sqlite;
using Serverless.Adapters;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>A text in the clear in each kind of place, so that a search proves that it finds it there.</summary>
internal sealed class Planted(string connection, Backroom backroom)
{
    private const string Container = "planted";

    /// <summary>In which kinds of place each text is found.</summary>
    public static SortedDictionary<string, string> Places { get; } = new(StringComparer.Ordinal)
    {
        [Row] = "file table",
        [PackedRow] = "file table",
        [Message] = "file queue",
        [Gzip] = "blob file",
        [Utf16] = "blob file",
        [Pdf] = "blob file",
        [Exif] = "blob file",
        [Input] = "durable file",
        // Its message is done with, and stays for a while in the files of the emulator.
        [Line] = "file log",
    };

    private const string Row = "Marigold in a row";
    private const string PackedRow = "Marigold in a packed row";
    private const string Message = "Marigold in a message that nobody can read";
    private const string Gzip = "Marigold in a packed blob";
    private const string Utf16 = "Marigold in wide letters";
    private const string Pdf = "Marigold on paper";
    private const string Exif = "Marigold beside a picture";
    private const string Input = "Marigold in an input";
    private const string Line = "Marigold in a log";

    public static ICollection<string> Markers => Places.Keys;

    /// <summary>The kinds of place, by text.</summary>
    public static SortedDictionary<string, string> FoundIn(IEnumerable<Leak> found) => new(
        found.Where(leak => Places.ContainsKey(leak.Text)).GroupBy(leak => leak.Text).ToDictionary(
            group => group.Key,
            group => string.Join(' ', group.Select(leak => leak.Place.Split(' ')[0]).Distinct().Order())),
        StringComparer.Ordinal);

    public async Task InStorage()
    {
        var orders = new TableClient(connection, "orders");
        await orders.CreateIfNotExistsAsync();
        await orders.AddEntityAsync(new TableEntity("planted", "row") { ["Said"] = $"for {Row}." });
        await orders.AddEntityAsync(new TableEntity("planted", "packed")
        {
            ["Data"] = LeakSearchTests.Packed(
                Encoding.UTF8.GetBytes($$"""{"name":"{{PackedRow}}"}"""),
                packed => new BrotliStream(packed, CompressionLevel.Fastest)),
        });
        // Its consumer cannot read it, so that it comes to be set aside.
        var queue = new QueueClient(
            connection, CrmNews.Queue, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });
        await queue.CreateIfNotExistsAsync();
        await queue.SendMessageAsync($$"""{"order":7,"what":"{{Message}}"}""");
        var blobs = new BlobContainerClient(connection, Container);
        await blobs.CreateIfNotExistsAsync();
        await blobs.UploadBlobAsync("gzip", BinaryData.FromBytes(LeakSearchTests.Packed(
            Encoding.UTF8.GetBytes(Gzip), packed => new GZipStream(packed, CompressionLevel.Optimal))));
        await blobs.UploadBlobAsync("utf16", BinaryData.FromBytes(Encoding.BigEndianUnicode.GetBytes(Utf16)));
        await blobs.UploadBlobAsync("pdf", BinaryData.FromBytes(LeakSearchTests.Pdf(Pdf)));
        await blobs.UploadBlobAsync("exif", BinaryData.FromBytes(MarkedJpeg.WithExif(Exif)));
    }

    /// <summary>A parcel that nobody waits for is logged by its number.</summary>
    public async Task InLog(MortalShop shop)
    {
        await backroom.Messages.Send(
            FulfilmentFunctions.Queue, new ParcelNotice("planted", Line, "none", ParcelMovement.Delivered, default));
        await shop.Until(
            () => Task.FromResult(shop.Log.Any(line => line.Contains(Line, StringComparison.Ordinal))),
            () => "a line in the log");
        await shop.Until(
            async () => (await backroom.Poison.List()).Any(one => one.Body.Contains(Message)), () => "set aside");
    }

    /// <summary>As the input of an orchestration, in the file that was left.</summary>
    public static void InHistory(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var change = connection.CreateCommand();
        change.CommandText =
            "UPDATE instances SET input = json_object('name', $text) WHERE born = (SELECT max(born) FROM instances)";
        change.Parameters.AddWithValue("$text", Input);
        Assert.Equal(1, change.ExecuteNonQuery());
    }
}
