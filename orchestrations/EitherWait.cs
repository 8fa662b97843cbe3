using System.Runtime.CompilerServices;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Waits for one thing while another may make the wait pointless, such as a cancellation.</summary>
public static class EitherWait
{
    // One ear per signal for as long as the replay: an ear that was taken down could swallow what it heard.
    private static readonly ConditionalWeakTable<TaskOrchestrationContext, Dictionary<string, Task>> Ears = [];

    /// <summary>
    /// Waits as <see cref="Flow.WaitOrAsk{T}"/> does, timers and pleas the same; answers what was awaited, or else the
    /// word that ended the wait. What was awaited comes first where both are there.
    /// </summary>
    /// <param name="ends">Whether a word counts; one about something that is over already does not.</param>
    public static async Task<Heard<T, TEnd>> WaitOrAsk<T, TEnd>(
        this TaskOrchestrationContext context, Signal<T> signal, TimeSpan time, string code, Signal<TEnd> end,
        Func<TEnd, bool> ends)
        where T : class, ISignal where TEnd : class, ISignal
    {
        var heard = await context.Wait(signal, time, end, ends);
        if (!heard.IsNothing) return heard;

        var plea = context.PleaFor(signal.Name, code, resumable: false);
        await context.Insistently(Flow.AskForPerson, plea);
        var late = await context.Wait(signal, null, end, ends);
        await context.Insistently(Flow.NoteResumption, plea);
        return late;
    }

    /// <summary>
    /// Takes a step that should not be refused, as <see cref="Flow.CallUnless{TIn,TOut}"/> does; but while a person is
    /// asked about it, a word may make it pointless, and then nobody waits for that person any more.
    /// </summary>
    /// <param name="input">Made anew each time, since time has passed.</param>
    public static async Task<Taken<TOut, TEnd>> CallUnless<TIn, TOut, TEnd>(
        this TaskOrchestrationContext context, Activity<TIn, TOut> activity, Func<TIn> input, Signal<TEnd> end,
        Func<TEnd, bool> ends, params string[] answered)
        where TEnd : class, ISignal
    {
        for (int pleas = 0; pleas < Flow.MaxPleas; pleas++)
        {
            var result = await context.Attempt(activity, input());
            if (result is not null && (result.Refusal is null || answered.Contains(result.Refusal.Code)))
                return new(result, null);
            var plea = context.PleaFor(activity.Name, result?.Refusal?.Code ?? "step.failed", resumable: true);
            await context.Insistently(Flow.AskForPerson, plea);
            var heard = await context.Wait(Flow.Resumed, null, end, ends);
            await context.Insistently(Flow.NoteResumption, plea);
            if (heard.End is { } over) return new(null, over);
        }

        throw new InvalidOperationException($"{activity.Name} could not be done {Flow.MaxPleas} times.");
    }

    /// <summary>Waits for a signal, for a time; nothing when that is up.</summary>
    public static async Task<Heard<T, TEnd>> Wait<T, TEnd>(
        this TaskOrchestrationContext context, Signal<T> signal, TimeSpan? time, Signal<TEnd> end,
        Func<TEnd, bool> ends)
        where T : class, ISignal where TEnd : class, ISignal
    {
        var deadline = context.CurrentUtcDateTime + time;
        for (var left = time; left is null || left > TimeSpan.Zero; left = deadline - context.CurrentUtcDateTime)
        {
            var ending = context.Listen(end);
            using var over = new CancellationTokenSource();
            var awaited = left is { } limit
                ? context.WaitForExternalEvent<T>(signal.Name, limit, over.Token)
                : context.WaitForExternalEvent<T>(signal.Name, over.Token);
            while (!awaited.IsCompleted && await Task.WhenAny(awaited, ending) == ending && !awaited.IsCompleted)
            {
                var word = await ending;
                context.TakeEarDown(end);
                if (context.IsNew(end.Name, word.Id) && ends(word))
                {
                    over.Cancel();
                    return new(null, word);
                }

                ending = context.Listen(end);
            }

            try
            {
                var heard = await awaited;
                if (context.IsNew(signal.Name, heard.Id)) return new(heard, null);
            }
            catch (TaskCanceledException)
            {
                return new(null, null);
            }
        }

        return new(null, null);
    }

    private static Task<TEnd> Listen<TEnd>(this TaskOrchestrationContext context, Signal<TEnd> end)
        where TEnd : class, ISignal
    {
        var ears = Ears.GetOrCreateValue(context);
        if (!ears.TryGetValue(end.Name, out var ear))
            ears[end.Name] = ear = context.WaitForExternalEvent<TEnd>(end.Name, CancellationToken.None);
        return (Task<TEnd>)ear;
    }

    private static void TakeEarDown<TEnd>(this TaskOrchestrationContext context, Signal<TEnd> end)
        where TEnd : class, ISignal => Ears.GetOrCreateValue(context).Remove(end.Name);
}

/// <summary>What came of a step: its result, or the word that made it pointless.</summary>
public sealed record Taken<TOut, TEnd>(Result<TOut>? Result, TEnd? End) where TEnd : class;

/// <summary>What was heard: what was awaited, or the word that ended the wait; neither when the time was up.</summary>
public sealed record Heard<T, TEnd>(T? Awaited, TEnd? End) where T : class where TEnd : class
{
    public bool IsNothing => Awaited is null && End is null;
}
