using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;

namespace Serverless.Runtime;

/// <summary>How queues are read: <c>extensions.queues</c> of <c>host.json</c>, with the documented defaults.</summary>
internal sealed record QueueSettings
{
    /// <summary>How many messages are taken at once.</summary>
    public required int BatchSize { get; init; }

    /// <summary>New ones are taken as soon as no more than this many are running.</summary>
    public required int NewBatchThreshold { get; init; }

    /// <summary>How long a message rests after a failure.</summary>
    public required TimeSpan VisibilityTimeout { get; init; }

    /// <summary>After so many failures a message goes to the poison queue.</summary>
    public required int MaxDequeueCount { get; init; }

    /// <summary>The longest pause between two looks at an empty queue.</summary>
    public required TimeSpan MaxPollingInterval { get; init; }

    public required QueueMessageEncoding MessageEncoding { get; init; }

    public static QueueSettings From(IConfigurationSection section)
    {
        int batch = HostSettings.Number(section, "batchSize", 16, 1, 32);
        return new()
        {
            BatchSize = batch,
            NewBatchThreshold = HostSettings.Number(section, "newBatchThreshold", batch / 2, 0, 1000),
            VisibilityTimeout = HostSettings.Time(
                section, "visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(7)),
            MaxDequeueCount = HostSettings.Number(section, "maxDequeueCount", 5, 1, int.MaxValue),
            MaxPollingInterval = HostSettings.Time(
                section, "maxPollingInterval", TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100),
                TimeSpan.FromHours(1)),
            MessageEncoding = Encoding(section["messageEncoding"]),
        };
    }

    private static QueueMessageEncoding Encoding(string? text) => text?.ToLowerInvariant() switch
    {
        null or "base64" => QueueMessageEncoding.Base64,
        "none" => QueueMessageEncoding.None,
        _ => throw new StartException("host.json: extensions.queues.messageEncoding must be base64 or none."),
    };
}
