using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Serverless.Adapters;

/// <summary>The clients of the one storage account: its tables, queues and blobs.</summary>
/// <remarks>
/// Configured as the Functions host is: <c>AzureWebJobsStorage</c> is a connection string, or
/// <c>AzureWebJobsStorage__tableServiceUri</c>, <c>__queueServiceUri</c> and <c>__blobServiceUri</c> name the
/// endpoints, reached as the app's own identity (<c>__clientId</c> chooses one that was assigned).
/// </remarks>
/// <param name="Tables">Records, lists and the journal.</param>
/// <param name="Queues">Messages, in base64 as the Functions host reads them.</param>
/// <param name="RawQueues">The same queues with each message's text as it stands there, whoever wrote it.</param>
/// <param name="Blobs">The catalog, papers and photos.</param>
public sealed record StorageClients(
    TableServiceClient Tables, QueueServiceClient Queues, QueueServiceClient RawQueues, BlobServiceClient Blobs)
{
    private const string Name = "AzureWebJobsStorage";

    /// <param name="calls">Counts what the clients call.</param>
    /// <param name="wire">What takes the requests instead of HTTP; null as usual.</param>
    /// <param name="policies">Further policies, run for every request; for tests that disturb the storage.</param>
    public static StorageClients From(
        IConfiguration configuration, StorageCalls? calls = null, HttpPipelineTransport? wire = null,
        params HttpPipelinePolicy[] policies)
    {
        var tables = Tuned(new TableClientOptions(), "table", calls, wire, policies);
        var queues = Tuned(
            new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }, "queue", calls, wire, policies);
        var raw = Tuned(new QueueClientOptions(), "queue", calls, wire, policies);
        var blobs = Tuned(new BlobClientOptions(), "blob", calls, wire, policies);
        if (configuration[Name] is { Length: > 0 } connection)
            return new(new(connection, tables), new(connection, queues), new(connection, raw), new(connection, blobs));

        var identity = Identity(configuration);
        return new(
            new(Endpoint(configuration, "table"), identity, tables),
            new(Endpoint(configuration, "queue"), identity, queues),
            new(Endpoint(configuration, "queue"), identity, raw),
            new(Endpoint(configuration, "blob"), identity, blobs));
    }

    internal static DefaultAzureCredential Identity(IConfiguration configuration) => new(
        new DefaultAzureCredentialOptions { ManagedIdentityClientId = configuration[$"{Name}:clientId"] });

    private static Uri Endpoint(IConfiguration configuration, string service) =>
        Uri.TryCreate(configuration[$"{Name}:{service}ServiceUri"], UriKind.Absolute, out var endpoint)
            ? endpoint
            : throw new InvalidOperationException(
                $"No storage is configured: set {Name} to a connection string, " +
                $"or {Name}__{service}ServiceUri to an address.");

    // Four tries within some 90 seconds: well below the five minutes after which an unused list row is stale.
    private static TOptions Tuned<TOptions>(
        TOptions options, string service, StorageCalls? calls, HttpPipelineTransport? wire,
        HttpPipelinePolicy[] policies)
        where TOptions : ClientOptions
    {
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 3;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(5);
        options.Retry.NetworkTimeout = TimeSpan.FromSeconds(20);
        options.Diagnostics.IsLoggingContentEnabled = false;
        if (wire is not null) options.Transport = wire;
        if (calls is not null) options.AddPolicy(calls.Count(service), HttpPipelinePosition.PerRetry);
        foreach (var policy in policies) options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return options;
    }
}
