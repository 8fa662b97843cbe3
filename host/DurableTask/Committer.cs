using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Serverless.Runtime.DurableTask;

/// <summary>Makes all changes to the file, one after another; what waits at the same time shares one commit.</summary>
internal sealed class Committer
{
    // Enough to spread one commit over many changes, and not so much that the first waits long for the last.
    private const int Together = 512;

    private readonly FileWriter file;
    private readonly Channel<Change> waiting = Channel.CreateUnbounded<Change>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<CommitMoment, bool>? cut;
    private volatile bool isCutOff;
    private Task acknowledged = Task.CompletedTask;

    /// <param name="file">Where to.</param>
    /// <param name="cut">Asked before and after each commit whether to end there as a killed process would.</param>
    public Committer(FileWriter file, Func<CommitMoment, bool>? cut)
    {
        this.file = file;
        this.cut = cut;
    }

    public Task Ended => ended.Task;

    public void Start() => new Thread(Work) { IsBackground = true, Name = "Durable commits" }.Start();

    /// <summary>Makes a change; when the task has completed, it is on the disk.</summary>
    /// <exception cref="InvalidOperationException">The engine has ended.</exception>
    public Task<T> Make<T>(Func<FileWriter, T> change)
    {
        var made = new ToldChange<T>(change);
        Make(made);
        return made.Task;
    }

    /// <summary>Makes a change; it is acknowledged when it is on the disk, or refused.</summary>
    public void Make(Change change)
    {
        if (!waiting.Writer.TryWrite(change))
            change.Refuse(Over());
    }

    /// <summary>Makes what is waiting, and no more.</summary>
    public Task Finish()
    {
        waiting.Writer.TryComplete();
        return Ended;
    }

    /// <summary>Makes nothing more than what is being written now, and acknowledges not even that.</summary>
    public Task CutOff()
    {
        isCutOff = true;
        return Finish();
    }

    private static IOException Unwritten(SqliteException reason) =>
        new($"The orchestrations' file could not be written: {reason.Advice()}.", reason);

    private static InvalidOperationException Over() => new("The orchestration engine has stopped.");

    private void Work()
    {
        List<Change> group = [];
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (group.Count < Together && waiting.Reader.TryRead(out var change))
                group.Add(change);
            if (!MakeAll(group))
                break;
            group.Clear();
        }

        acknowledged.Wait();
        // Ended first, so that whoever is refused because of it finds it so.
        ended.TrySetResult();
        waiting.Writer.TryComplete();
        // What was cut off may be in the file or not: as with a killed process, nobody can tell.
        while (waiting.Reader.TryRead(out var never))
            group.Add(never);
        group.ForEach(change => change.Refuse(Over()));
    }

    // False: cut off, as if the process had been killed.
    private bool MakeAll(List<Change> group)
    {
        if (isCutOff || cut?.Invoke(CommitMoment.Before) == true)
            return false;
        if (!TryTogether(group))
        {
            foreach (var change in group)
                Alone(change);
            return true;
        }

        if (isCutOff || cut?.Invoke(CommitMoment.After) == true)
            return false;
        Acknowledge(group);
        return true;
    }

    // Not by the thread that writes: what follows from a commit is done while it makes the next. One after another, so
    // that what was saved first is followed first.
    private void Acknowledge(List<Change> group) => acknowledged = acknowledged.ContinueWith(
        static (_, made) => Array.ForEach((Change[])made!, change => change.Acknowledge()),
        group.ToArray(),
        CancellationToken.None,
        TaskContinuationOptions.None,
        TaskScheduler.Default);

    private bool TryTogether(List<Change> group)
    {
        try
        {
            var began = Stopwatch.GetTimestamp();
            file.Begin();
            foreach (var change in group)
                change.Apply(file);
            file.Commit();
            Telemetry.Commits.Record(Stopwatch.GetElapsedTime(began).TotalSeconds);
            return true;
        }
        catch (Exception) when (group.Count > 1)
        {
            // One of them cannot be made: which one shows when each is made by itself.
            file.Rollback();
            return false;
        }
        catch (Exception trouble)
        {
            file.Rollback();
            group[0].Refuse(trouble is SqliteException full ? Unwritten(full) : trouble);
            group.Clear();
            return true;
        }
    }

    private void Alone(Change change)
    {
        List<Change> one = [change];
        if (TryTogether(one))
            Acknowledge(one);
    }
}

internal enum CommitMoment
{
    Before,
    After,
}

/// <summary>A change to the file, on its way.</summary>
internal abstract class Change
{
    private Exception? refused;

    // What a change itself refuses, before it has written anything, is told to the one who asked for it.
    public void Apply(FileWriter file)
    {
        var before = file.Changes;
        try
        {
            Make(file);
            refused = null;
        }
        catch (Exception reason) when (reason is not SqliteException && file.Changes == before)
        {
            refused = reason;
        }
    }

    public void Acknowledge()
    {
        if (refused is { } reason)
            Refuse(reason);
        else
            Made();
    }

    /// <summary>It was not made, and will not be. Must neither wait nor throw.</summary>
    public abstract void Refuse(Exception reason);

    /// <summary>Makes it; again where one that shares its commit cannot be made.</summary>
    protected abstract void Make(FileWriter file);

    /// <summary>It is on the disk. Must neither wait nor throw.</summary>
    protected abstract void Made();
}

/// <summary>A change whose maker waits for what it gives.</summary>
internal sealed class ToldChange<T>(Func<FileWriter, T> change) : Change
{
    private readonly TaskCompletionSource<T> made = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? result;

    public Task<T> Task => made.Task;

    public override void Refuse(Exception reason) => made.TrySetException(reason);

    protected override void Make(FileWriter file) => result = change(file);

    protected override void Made() => made.TrySetResult(result!);
}
