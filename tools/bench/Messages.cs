using Microsoft.Azure.Functions.Worker;

namespace Serverless.Bench;

/// <summary>The queue function that is measured, and how often it has run.</summary>
public static class Messages
{
    internal const string Queue = "bench-messages";

    private static int count;

    internal static int Count => Volatile.Read(ref count);

    [Function(nameof(Take))]
    public static void Take([QueueTrigger(Queue)] string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Interlocked.Increment(ref count);
    }
}
