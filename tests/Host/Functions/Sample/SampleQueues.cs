using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Tests.Runtime;

public sealed record Parcel(string Name, int Weight);

public sealed class SampleQueues(Notebook notebook, SampleGate gate)
{
    [Function("Text")]
    public void Text([QueueTrigger("text")] string text) => notebook.Write("text " + text);

    [Function("Json")]
    public async Task Json([QueueTrigger("%ParcelQueue%", Connection = "Storage")] Parcel parcel)
    {
        await Task.Yield();
        notebook.Write($"parcel {parcel.Name} {parcel.Weight}");
    }

    [Function("Whole")]
    public void Whole([QueueTrigger("whole")] QueueMessage message, string id, long dequeueCount) =>
        notebook.Write($"whole {message.Body} {message.MessageId == id} {dequeueCount}");

    [Function("Bytes")]
    public void Bytes([QueueTrigger("bytes")] BinaryData bytes) => notebook.Write("bytes " + bytes);

    [Function("Stubborn")]
    public void Stubborn([QueueTrigger("stubborn")] string text, long dequeueCount)
    {
        notebook.Write($"try {dequeueCount}");
        if (dequeueCount < long.Parse(text, System.Globalization.CultureInfo.InvariantCulture))
            throw new InvalidOperationException("not yet");
    }

    [Function("Lengthy")]
    public async Task Lengthy([QueueTrigger("long")] string text)
    {
        notebook.Write("begin " + text);
        await gate.Opened;
        notebook.Write("end " + text);
    }
}

public sealed class SampleSwitchedOff
{
    [Function("Off")]
    public static void Off([QueueTrigger("%NoSuchSetting%")] string text) => ArgumentNullException.ThrowIfNull(text);
}
