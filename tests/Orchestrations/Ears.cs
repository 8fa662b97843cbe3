using System.Text.Json;

namespace Serverless.Tests.Orchestrations;

/// <summary>Signals as the engine gives them out: kept first in, first out, given to the latest listener.</summary>
/// <remarks>
/// Cancellation is looked at and not subscribed to: a callback would run on another thread, and the rehearsal would no
/// longer know when everything has come to rest.
/// </remarks>
internal sealed class Ears
{
    private readonly List<(string Name, string Json)> kept = [];
    private readonly List<Listener> listeners = [];

    public void Hear(string name, string json)
    {
        var listener = listeners.FindLast(one => one.Listens(name));
        if (listener is null) kept.Add((name, json));
        else
        {
            listeners.Remove(listener);
            listener.Give(json);
        }
    }

    public Task<T> Listen<T>(string name, CancellationToken stop)
    {
        int at = kept.FindIndex(one => string.Equals(one.Name, name, StringComparison.OrdinalIgnoreCase));
        if (at >= 0)
        {
            var json = kept[at].Json;
            kept.RemoveAt(at);
            return Task.FromResult(JsonSerializer.Deserialize<T>(json)!);
        }

        var heard = new TaskCompletionSource<T>();
        listeners.Add(new(
            name, json => heard.SetResult(JsonSerializer.Deserialize<T>(json)!), () => heard.SetCanceled(stop), stop));
        return heard.Task;
    }

    /// <summary>Lets listeners go that no longer want to hear; true when there was one.</summary>
    public bool DropCancelled()
    {
        var done = listeners.Find(one => one.Stop.IsCancellationRequested);
        if (done is null) return false;
        listeners.Remove(done);
        done.Cancel();
        return true;
    }

    private sealed record Listener(string Name, Action<string> Give, Action Cancel, CancellationToken Stop)
    {
        public bool Listens(string name) =>
            !Stop.IsCancellationRequested && string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
    }
}
