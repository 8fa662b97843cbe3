using Azure.Core.Pipeline;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Serverless.Runtime;

/// <summary>
/// Opens queues by the name of a connection setting: a connection string, or <c>{name}__queueServiceUri</c> or
/// <c>{name}__accountName</c> with the identity of the process (<c>{name}__clientId</c> picks one).
/// </summary>
/// <param name="wire">What takes the requests instead of HTTP, in a test; null as usual.</param>
internal sealed class QueueConnections(IConfiguration settings, HttpPipelineTransport? wire)
{
    private const string Default = "AzureWebJobsStorage";

    public QueueServiceClient Open(string? connection, QueueClientOptions options)
    {
        string name = string.IsNullOrEmpty(connection) ? Default : connection;
        if (wire is not null) options.Transport = wire;
        var section = settings.GetSection(name);
        if ((section.Value ?? settings.GetConnectionString(name)) is { Length: > 0 } text)
            return FromString(name, text, options);
        var address = section["queueServiceUri"]
            ?? (section["accountName"] is { } account ? $"https://{account}.queue.core.windows.net" : null);
        if (address is null)
            throw new StartException($"setting '{name}' has no connection to a storage account.");
        return Uri.TryCreate(address, UriKind.Absolute, out var uri)
            ? new(uri, new DefaultAzureCredential(
                new DefaultAzureCredentialOptions { ManagedIdentityClientId = section["clientId"] }), options)
            : throw new StartException($"setting '{name}__queueServiceUri' is no address.");
    }

    private static QueueServiceClient FromString(string name, string text, QueueClientOptions options)
    {
        try
        {
            return new(text, options);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            // The string holds a key, so nothing of it is shown.
            throw new StartException($"setting '{name}' is no connection string of a storage account.");
        }
    }
}
