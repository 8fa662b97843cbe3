using System.Globalization;
using System.Text;
using Azure.Core.Pipeline;

namespace Serverless.Tests;

/// <summary>
/// A storage account in memory, under the genuine clients: give them its connection string, and its transport in their
/// options. It holds what the emulator cannot, keeps Azure's limits where the emulator does not, and answers at once or
/// after a time that is set.
/// </summary>
/// <remarks>
/// It speaks the REST of tables, queues, and block and append blobs (learn.microsoft.com/rest/api/storageservices);
/// what it was not taught it refuses with 501 and its words. Nobody is asked for a key.
/// </remarks>
public sealed class StorageDouble : StorageAccount
{
    // Nobody listens there: who forgets the transport is told so, and disturbs no emulator.
    private const int BlobPort = 1;
    private const int QueuePort = 2;
    private const int TablePort = 3;

    private static int made;

    private readonly DoubleCalls calls = new();
    private readonly TablesDouble tables;
    private readonly QueuesDouble queues;
    private readonly BlobsDouble blobs;

    public StorageDouble() : this(TimeProvider.System)
    {
    }

    /// <param name="clock">By which messages become visible again and rows are stamped.</param>
    private StorageDouble(TimeProvider clock)
    {
        (tables, queues, blobs) = (new(clock), new(clock), new(clock));
        Transport = new DoubleTransport(this);
        string name = "double" + Interlocked.Increment(ref made).ToString("000", CultureInfo.InvariantCulture);
        string key = Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('d', 64)));
        ConnectionString = $"DefaultEndpointsProtocol=http;AccountName={name};AccountKey={key};"
            + $"BlobEndpoint=http://127.0.0.1:{BlobPort}/{name};QueueEndpoint=http://127.0.0.1:{QueuePort}/{name};"
            + $"TableEndpoint=http://127.0.0.1:{TablePort}/{name};";
    }

    public override string ConnectionString { get; }

    public override HttpPipelineTransport Transport { get; }

    /// <summary>How long every answer takes; none by default.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>What was asked so far, by service, verb and name.</summary>
    public IReadOnlyDictionary<string, int> Calls => calls.Snapshot;

    /// <summary>One with a clock that the test moves.</summary>
    public static StorageDouble With(TimeProvider clock) => new(clock);

    internal Reply Answer(int port, Ask ask)
    {
        string service = port switch
        {
            BlobPort => "blob",
            QueuePort => "queue",
            _ => "table",
        };
        string name = ask.First;
        int keys = name.IndexOf('(', StringComparison.Ordinal);
        calls.Add($"{service} {ask.Method} {(keys < 0 ? name : name[..keys])}");
        try
        {
            return service switch
            {
                "blob" => blobs.Answer(ask),
                "queue" => queues.Answer(ask),
                _ => tables.Answer(ask),
            };
        }
        catch (StorageRefusalException refusal)
        {
            return service == "table" ? TablesDouble.Refused(refusal) : Refused(refusal, ask.Method == "HEAD");
        }
    }

    private static Reply Refused(StorageRefusalException refusal, bool isHead)
    {
        bool bare = isHead || refusal.Status == 304;
        string message = System.Security.SecurityElement.Escape(refusal.Message);
        byte[] body = bare ? [] : Encoding.UTF8.GetBytes(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error>"
            + $"<Code>{refusal.Code}</Code><Message>{message}</Message></Error>");
        return new Reply(refusal.Status, body).With("x-ms-error-code", refusal.Code)
            .With("Content-Type", "application/xml");
    }
}
