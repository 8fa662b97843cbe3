using Azure;

namespace Serverless.Adapters;

/// <summary>Tells what may have happened, though no answer came, from what surely did not.</summary>
internal static class StorageFaults
{
    /// <summary>The line, the time or the storage failed: whether the request was carried out, nobody knows.</summary>
    public static bool IsTransient(Exception fault) => fault switch
    {
        RequestFailedException refused => refused.Status is 0 or 408 or 429 or >= 500,
        AggregateException several => several.InnerExceptions.All(IsTransient),
        _ => fault is IOException or HttpRequestException or OperationCanceledException,
    };
}
