using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Protobuf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Serverless.Runtime.DurableTask;

/// <summary>Runs durable orchestrations over one SQLite file, in this process.</summary>
public sealed class DurableEngine : IHostedService, IAsyncDisposable
{
    private readonly DurableEngineOptions options;
    private readonly IDurableCode code;
    private readonly TimeProvider clock;
    private readonly ILoggerFactory loggers;
    private readonly Quiet quiet = new();
    private readonly Watch watch = new();
    private readonly TimerQueue timers;
    private readonly Mailboxes mailboxes;
    private readonly CancellationTokenSource stopping = new();
    private Running? running;
    private bool started;

    public DurableEngine(
        DurableEngineOptions options, IDurableCode code, TimeProvider? clock = null, ILoggerFactory? loggers = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(code);
        this.options = options;
        this.code = code;
        this.clock = clock ?? TimeProvider.System;
        this.loggers = loggers ?? NullLoggerFactory.Instance;
        mailboxes = new Mailboxes(quiet);
        timers = new TimerQueue(this.clock, Fire);
        Client = new EngineClient(this);
        Stopping = stopping.Token;
    }

    /// <summary>When the next durable timer is due; null where none is waited for.</summary>
    public DateTimeOffset? NextTimer => timers.Next is { } next ? new DateTimeOffset(next) : null;

    internal EngineClient Client { get; }

    internal string DefaultVersion => options.DefaultVersion;

    internal TimeProvider Clock => clock;

    internal Watch Watch => watch;

    /// <summary>Cancelled when the engine begins to stop: nobody can wait for an instance any more.</summary>
    internal CancellationToken Stopping { get; }

    /// <summary>Completes when the file will change no more.</summary>
    internal Task Ended => Open.Committer.Ended;

    private Running Open => running ?? throw new InvalidOperationException("The orchestration engine does not run.");

    /// <summary>Opens the file and takes up everything that was under way.</summary>
    /// <exception cref="IOException">The file is in use, broken, or not the engine's.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (started)
            throw new InvalidOperationException("An orchestration engine can be started once.");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxConcurrentActivities);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaxConcurrentOrchestrations);
        started = true;
        var file = EngineFile.Open(options.File);
        var committer = new Committer(file.Writer, options.Cut);
        var activities = new ActivityRunner(
            code, mailboxes, quiet, loggers.CreateLogger<ActivityRunner>());
        var runner = new TurnRunner(code, file, clock, loggers.CreateLogger<TurnRunner>(), options);
        var turns = new Turns(
            runner, committer, mailboxes, Follow, watch.Changed, options.ExtendedSessions,
            loggers.CreateLogger<Turns>());
        running = new(file, committer, activities, turns);
        try
        {
            TakeUp(file);
        }
        catch (SqliteException broken)
        {
            Close(running);
            throw EngineFile.Unusable(Path.GetFullPath(options.File), broken);
        }

        committer.Start();
        activities.Start(options.MaxConcurrentActivities);
        turns.Start(options.MaxConcurrentOrchestrations);
        return Task.CompletedTask;
    }

    /// <summary>Lets running activities end and saves what they gave; then closes the file.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (running is not { } ending)
            return;
        await stopping.CancelAsync();
        ending.Turns.EndTrying();
        await ending.Activities.Stop(options.DrainTimeout);
        await quiet.When().WaitAsync(options.DrainTimeout, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await ending.Turns.Stop();
        await ending.Committer.Finish();
        Close(ending);
    }

    /// <summary>
    /// Waits until nothing is under way: no turn, no activity, and no timer that is due. Whatever goes on then needs a
    /// signal or the clock.
    /// </summary>
    public async Task WhenIdle(CancellationToken cancellationToken = default)
    {
        do
        {
            timers.FireDue();
            await quiet.When().WaitAsync(cancellationToken);
        }
        while (!quiet.Now || timers.Next <= clock.GetUtcNow().UtcDateTime);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        timers.Dispose();
        stopping.Dispose();
    }

    /// <summary>Lets go of the file as a killed process would: without saving or telling anything more.</summary>
    internal async Task Abandon()
    {
        if (running is not { } ending)
            return;
        timers.Dispose();
        await stopping.CancelAsync();
        await ending.Committer.CutOff();
        await ending.Turns.Stop();
        Close(ending);
    }

    internal async Task<T> Change<T>(Func<FileWriter, List<Consequence>, T> change)
    {
        // Made anew each time that it is tried: a change that shares a commit with one that fails is made twice.
        var (result, next) = await Open.Committer.Make(file =>
        {
            List<Consequence> following = [];
            return (change(file, following), following);
        });
        Follow(next);
        return result;
    }

    internal T Read<T>(Func<FileReader, T> read) => Open.File.Read(read);

    private void TakeUp(EngineFile file)
    {
        foreach (var letter in file.Read(reader => reader.Inbox()))
            mailboxes.Deliver(letter.Instance, new Message(Heard(letter), letter.Place, letter.Run, letter.Trace));
        foreach (var instance in file.Read(reader => reader.Unbegun()))
            mailboxes.Deliver(instance, new Message(Happened.Begun()));
        List<(string Instance, long Run)> damaged = [];
        foreach (var work in file.Read(reader => reader.Activities(damaged)))
            Open.Activities.Add(work);
        foreach (var (instance, run) in damaged)
            mailboxes.Deliver(instance, new Message(null, Run: run));
        foreach (var timer in file.Read(reader => reader.Timers()))
            timers.Add(timer);
    }

    // A message that cannot be read tells nobody anything, and must not keep the others from theirs.
    private HistoryEvent? Heard(Letter letter)
    {
        if (letter.Event is null)
            return null;
        try
        {
            return Requests.ReadOne(letter.Event);
        }
        catch (UnreadableException unreadable)
        {
            loggers.CreateLogger<DurableEngine>().LogError(
                unreadable, "A message to {Instance} in the inbox cannot be read", letter.Instance);
            return null;
        }
    }

    private void Fire(DueTimer timer)
    {
        var fired = timer.Step == DueTimer.Beginning ? Happened.Begun() : Happened.Fired(timer);
        mailboxes.Deliver(timer.Instance, new Message(fired, Run: timer.Run));
    }

    private void Follow(List<Consequence> all)
    {
        foreach (var next in all)
        {
            switch (next)
            {
                case Work work:
                    Open.Activities.Add(work);
                    break;
                case Delivery delivery:
                    mailboxes.Deliver(delivery.Instance, delivery.Message);
                    break;
                case DueTimer timer:
                    timers.Add(timer);
                    break;
                case Rest rest:
                    Tell(rest.Instance);
                    break;
                case DroppedTimer dropped:
                    timers.Remove(dropped.Timer);
                    break;
            }
        }
    }

    private void Tell(Instance resting)
    {
        loggers.CreateLogger<DurableEngine>().LogDebug(
            "{Instance} ({Orchestrator}) waits for an event, or awaited something that is not durable",
            resting.Id, resting.Name);
        options.Rests?.Invoke(resting.Name, resting.Id);
    }

    private void Close(Running ending)
    {
        running = null;
        ending.Activities.Dispose();
        ending.Turns.Dispose();
        ending.File.Dispose();
    }

    private sealed record Running(EngineFile File, Committer Committer, ActivityRunner Activities, Turns Turns);
}
