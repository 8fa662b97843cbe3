using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace Serverless.Adapters;

/// <summary>Where backups lie: away from the shop, and the keys of persons away from the rest.</summary>
/// <remarks>
/// <c>Backups</c> is a connection string for both, or <c>Backups__blobServiceUri</c> and <c>Backups__keysServiceUri</c>
/// name two accounts, reached as the app's own identity. The first may keep what was deleted for a while; the second
/// must not, since there a deletion is the point.
/// </remarks>
public sealed class Vault(BlobServiceClient parts, BlobServiceClient keys)
{
    public const string PartsContainer = "backups";
    public const string KeysContainer = "backup-keys";
    public const string ErasuresContainer = "erasures";

    private const string Setting = "Backups";

    /// <summary>Rows and files, and the manifest that makes them a backup. It opens no personal text.</summary>
    public BlobContainerClient Parts { get; } = parts.GetBlobContainerClient(PartsContainer);

    /// <summary>What opens the personal texts of the parts; deleted before a month is over.</summary>
    public BlobContainerClient Keys { get; } = keys.GetBlobContainerClient(KeysContainer);

    /// <summary>What was erased, by day; only ever appended to.</summary>
    public BlobContainerClient Erasures { get; } = parts.GetBlobContainerClient(ErasuresContainer);

    /// <param name="wire">What takes the requests instead of HTTP; null as usual.</param>
    public static Vault From(IConfiguration configuration, HttpPipelineTransport? wire = null)
    {
        var options = new BlobClientOptions();
        if (wire is not null) options.Transport = wire;
        if (configuration[Setting] is { Length: > 0 } connection)
            return new(new(connection, options), new(connection, options));
        var identity = StorageClients.Identity(configuration);
        return new(
            Client(configuration[$"{Setting}:blobServiceUri"], "blobServiceUri", identity, options),
            Client(configuration[$"{Setting}:keysServiceUri"], "keysServiceUri", identity, options));
    }

    private static BlobServiceClient Client(
        string? address, string name, TokenCredential identity, BlobClientOptions options) =>
        Uri.TryCreate(address, UriKind.Absolute, out var endpoint)
            ? new(endpoint, identity, options)
            : throw new InvalidOperationException(
                $"Nothing says where backups go: set {Setting} to a connection string, or {Setting}__{name} to an "
                + "address.");
}
