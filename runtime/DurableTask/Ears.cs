using System.Diagnostics.CodeAnalysis;

namespace Serverless.Runtime.DurableTask;

/// <summary>Brings the events that an orchestration heard to those of its code that wait for them.</summary>
internal sealed class Ears(Payloads payloads)
{
    private readonly Dictionary<string, Stack<IWait>> waiting = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<EventRaised> unheard = [];

    /// <summary>Whether somebody waits who has not given up.</summary>
    public bool Waits => waiting.Values.Any(stack => stack.Any(wait => !wait.Over));

    // Waiters are served last in, first out: a wait that lost a race and was forgotten does not swallow what comes
    // later. Events are kept first in, first out.
    public Task<T> Wait<T>(string name, CancellationToken cancellation)
    {
        var wait = new Wait<T>(payloads);
        var stack = Stack(name);
        if (stack.TryPeek(out var other) && other.Type != typeof(T))
        {
            throw new ArgumentException(
                $"The event '{name}' is awaited as {other.Type} already; it cannot be awaited as {typeof(T)} too.");
        }

        stack.Push(wait);
        cancellation.Register(() => wait.Cancel(cancellation));
        if (unheard.Find(heard => Same(heard.Name, name)) is { } kept)
        {
            unheard.Remove(kept);
            Hear(kept);
        }

        return wait.Task;
    }

    // A waiter that gave up is passed over, and the event is kept for the next.
    public void Hear(EventRaised heard)
    {
        var stack = Stack(heard.Name);
        while (stack.TryPop(out var wait))
        {
            if (wait.Over)
                continue;
            wait.Hear(heard.Payload);
            return;
        }

        unheard.Add(heard);
    }

    public IReadOnlyList<EventRaised> TakeUnheard()
    {
        EventRaised[] all = [.. unheard];
        unheard.Clear();
        return all;
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private Stack<IWait> Stack(string name) =>
        waiting.TryGetValue(name, out var stack) ? stack : waiting[name] = new Stack<IWait>();
}

internal interface IWait
{
    Type Type { get; }

    bool Over { get; }

    void Hear(string? payload);
}

internal sealed class Wait<T>(Payloads payloads) : IWait
{
    private readonly TaskCompletionSource<T> heard = new();

    public Task<T> Task => heard.Task;

    public Type Type => typeof(T);

    public bool Over => heard.Task.IsCompleted;

    public void Cancel(CancellationToken cancellation) => heard.TrySetCanceled(cancellation);

    [SuppressMessage("Design", "CA1031", Justification = "What the payload cannot be read as is told to the waiter.")]
    public void Hear(string? payload)
    {
        try
        {
            heard.TrySetResult(payloads.Read<T>(payload)!);
        }
        catch (Exception unreadable)
        {
            heard.TrySetException(unreadable);
        }
    }
}
