using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Web;
using Azure.Core;

namespace Serverless.Runtime;

/// <summary>
/// Notices the messages that this process sends to queues, whoever sends them, by the diagnostics of Azure's clients:
/// so a listener need not look often, and yet looks at once. What other processes send is found at the next look.
/// </summary>
internal sealed class SendWatcher
    : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string Source = "Azure.Core";
    private const string Sent = "Azure.Core.Http.Request.Stop";

    private readonly ConcurrentBag<IDisposable> subscriptions = [];
    private ImmutableList<Watched> watched = [];

    public SendWatcher()
    {
        subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
    }

    /// <summary>Calls back, with the delay that the sender asked for, when a message was sent to a queue.</summary>
    public IDisposable Watch(Uri queue, Action<TimeSpan> sent)
    {
        var watch = new Watched(this, Path(queue) + "/messages", sent);
        ImmutableInterlocked.Update(ref watched, all => all.Add(watch));
        return watch;
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Source)
            subscriptions.Add(value.Subscribe(this, IsRequest));
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Key != Sent || value.Value is not HttpMessage { HasResponse: true, Response.Status: 201 } message)
            return;
        if (message.Request.Method != RequestMethod.Post)
            return;
        var uri = message.Request.Uri.ToUri();
        foreach (var watch in watched.Where(watch => watch.Path == Path(uri)))
            watch.Sent(Delay(uri));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        foreach (var subscription in subscriptions)
            subscription.Dispose();
    }

    private static bool IsRequest(string name) => name.StartsWith("Azure.Core.Http", StringComparison.Ordinal);

    private static string Path(Uri uri) => uri.GetLeftPart(UriPartial.Path);

    private static TimeSpan Delay(Uri uri) =>
        int.TryParse(
            HttpUtility.ParseQueryString(uri.Query)["visibilitytimeout"], CultureInfo.InvariantCulture, out int seconds)
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;

    private sealed record Watched(SendWatcher Watcher, string Path, Action<TimeSpan> Sent) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref Watcher.watched, all => all.Remove(this));
    }
}
