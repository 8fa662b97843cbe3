using System.Diagnostics;
using Azure.Core;

namespace Serverless.Tests.Runtime;

/// <summary>Counts how often this process asks a queue for messages.</summary>
public sealed class LookCounter
    : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private readonly string path;
    private readonly List<IDisposable> subscriptions = [];
    private int count;

    public LookCounter(Uri queue)
    {
        path = queue.AbsolutePath + "/messages";
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    public int Count => Volatile.Read(ref count);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Azure.Core")
            subscriptions.Add(value.Subscribe(this));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is { Key: "Azure.Core.Http.Request.Stop", Value: HttpMessage message }
            && message.Request.Method == RequestMethod.Get && message.Request.Uri.Path == path)
            Interlocked.Increment(ref count);
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => subscriptions.ForEach(subscription => subscription.Dispose());
}
