using Azure;

namespace Serverless.Runtime;

/// <summary>Tells that a storage refused or did not answer from what is wrong with us.</summary>
internal static class QueueFaults
{
    // After several tries without an answer the client throws what came of each, together.
    public static bool Is(Exception exception) => exception is RequestFailedException or AggregateException;
}
