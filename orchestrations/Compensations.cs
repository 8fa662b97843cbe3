using Microsoft.DurableTask;

namespace Serverless.Orchestrations;

/// <summary>What has to be taken back if a process cannot go on; run in reverse.</summary>
/// <remarks>
/// An undo is added before its step, since a step that failed may still have happened. When one undo fails the others
/// are still run; then a person is asked about those that failed.
/// </remarks>
public sealed class Compensations(TaskOrchestrationContext context)
{
    private readonly Stack<Undo> undos = [];

    /// <summary>Adds the activity that takes the next step back.</summary>
    public void Add<TIn, TOut>(Activity<TIn, TOut> undo, TIn input) => undos.Push(new(
        async () => await context.Attempt(undo, input) is { Refusal: null },
        async () => await context.Call(undo, input)));

    /// <summary>Adds an undo of what lapses by itself in the end: a person may say that it is left undone.</summary>
    public void AddLapsing<TIn, TOut>(Activity<TIn, TOut> undo, TIn input) => undos.Push(new(
        async () => await context.Attempt(undo, input) is { Refusal: null },
        async () => await context.CallOrEnd(undo, input)));

    /// <summary>Takes back everything, the last step first.</summary>
    public async Task Run()
    {
        List<Undo> failed = [];
        while (undos.TryPop(out var undo))
        {
            if (!await undo.Once()) failed.Add(undo);
        }

        foreach (var undo in failed) await undo.UntilDone();
    }

    private sealed record Undo(Func<Task<bool>> Once, Func<Task> UntilDone);
}
