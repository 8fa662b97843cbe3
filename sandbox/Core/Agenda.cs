using System.Collections.Concurrent;

namespace Serverless.Sandbox;

/// <summary>Something the outside world will do at a time; kept in the file until it is done.</summary>
/// <param name="Lane">What shares a lane happens one after the other, in order.</param>
internal sealed record Appointment(
    string Id, DateTimeOffset Due, long Sequence, string Kind, string Lane, string Body, int Tries);

/// <summary>Keeps the appointments of the outside world on the sandbox's clock, over restarts.</summary>
internal sealed class Agenda : IAsyncDisposable
{
    private const int AtOnce = 32;
    // System timers cannot wait for ever; waking early costs nothing.
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Func<Appointment, CancellationToken, Task<TimeSpan?>>> kinds = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> firstTries = [];
    private readonly SortedSet<Appointment> waiting = new(ByTime);
    private readonly Dictionary<string, Queue<Appointment>> lanes = [];
    private readonly HashSet<Task> running = [];
    private readonly SemaphoreSlim places = new(AtOnce);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly Shelf<Appointment> shelf;
    private readonly SandboxFile file;
    private readonly SandboxClock clock;
    private readonly SandboxLog log;
    private ITimer? timer;
    private long sequence;

    public Agenda(SandboxFile file, SandboxClock clock, SandboxLog log)
    {
        (this.file, this.clock, this.log) = (file, clock, log);
        shelf = new(file, "appointment");
        waiting.UnionWith(shelf.All);
        sequence = waiting.Select(appointment => appointment.Sequence).DefaultIfEmpty().Max();
    }

    private static IComparer<Appointment> ByTime { get; } = Comparer<Appointment>.Create((a, b) =>
        a.Due != b.Due ? a.Due.CompareTo(b.Due) : a.Sequence.CompareTo(b.Sequence));

    /// <summary>Says how appointments of a kind are kept; it answers when to try again, or null when done.</summary>
    public void On(string kind, Func<Appointment, CancellationToken, Task<TimeSpan?>> keep) => kinds[kind] = keep;

    public void Start()
    {
        timer = clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        clock.Moved += Wake;
        Wake();
    }

    /// <summary>Adds an appointment as part of the change under way.</summary>
    public string Add(string kind, string lane, string body, TimeSpan after) => file.Change(() =>
    {
        var appointment = new Appointment(
            Guid.CreateVersion7().ToString(), clock.GetUtcNow() + after, Interlocked.Increment(ref sequence), kind,
            lane, body, Tries: 0);
        shelf.Put(appointment.Id, appointment);
        file.WhenDone(() => Enter(appointment));
        return appointment.Id;
    });

    /// <summary>Ends when the appointment was tried for the first time, whether it went well or not.</summary>
    public Task Tried(string id)
    {
        var tried = firstTries.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (shelf.Find(id) is not { Tries: 0 })
            tried.TrySetResult();
        return tried.Task;
    }

    /// <summary>Forgets everything that was to come.</summary>
    public void Clear()
    {
        lock (gate)
        {
            waiting.Clear();
            foreach (var queue in lanes.Values)
                queue.Clear();
        }
        shelf.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        clock.Moved -= Wake;
        await stopping.CancelAsync();
        if (timer is not null)
            await timer.DisposeAsync();
        Task[] left;
        lock (gate)
            left = [.. running];
        await Task.WhenAll(left);
        stopping.Dispose();
        places.Dispose();
    }

    private void Enter(Appointment appointment)
    {
        lock (gate)
            waiting.Add(appointment);
        Wake();
    }

    /// <summary>Starts what is due, and sets the timer for what comes next.</summary>
    private void Wake()
    {
        lock (gate)
        {
            if (stopping.IsCancellationRequested || timer is null)
                return;
            var now = clock.GetUtcNow();
            while (waiting.Min is { } next && next.Due <= now)
            {
                waiting.Remove(next);
                if (lanes.TryGetValue(next.Lane, out var queue))
                {
                    queue.Enqueue(next);
                    continue;
                }
                lanes[next.Lane] = new();
                Begin(next);
            }
            if (waiting.Min is { } later)
                timer.Change(Shorter(later.Due - now, LongestWait), Timeout.InfiniteTimeSpan);
        }
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private void Begin(Appointment appointment)
    {
        var task = Task.Run(() => Keep(appointment));
        running.Add(task);
        task.ContinueWith(
            done => Finish(done, appointment.Lane), CancellationToken.None, TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    private void Finish(Task done, string lane)
    {
        lock (gate)
        {
            running.Remove(done);
            if (lanes[lane].TryDequeue(out var next) && !stopping.IsCancellationRequested)
                Begin(next);
            else
                lanes.Remove(lane);
        }
        Wake();
    }

    private async Task Keep(Appointment appointment)
    {
        TimeSpan? again = TimeSpan.FromSeconds(1);
        try
        {
            await places.WaitAsync(stopping.Token);
            try
            {
                again = await kinds[appointment.Kind](appointment, stopping.Token);
            }
            finally
            {
                places.Release();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            // One appointment that cannot be kept must not stop the others; it is tried again.
            log.Say($"{appointment.Kind} went wrong and is tried again: {fault.GetType().Name}: {fault.Message}");
        }
        Settle(appointment, again);
    }

    private void Settle(Appointment appointment, TimeSpan? again)
    {
        // Cleared meanwhile: nobody waits for it any more.
        if (shelf.Find(appointment.Id) is not null)
        {
            if (again is { } after)
            {
                var next = appointment with { Due = clock.GetUtcNow() + after, Tries = appointment.Tries + 1 };
                file.Change(() =>
                {
                    shelf.Put(next.Id, next);
                    file.WhenDone(() => Enter(next));
                });
            }
            else
            {
                shelf.Remove(appointment.Id);
            }
        }
        if (firstTries.TryRemove(appointment.Id, out var tried))
            tried.TrySetResult();
    }
}
