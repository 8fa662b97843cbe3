using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>The typed name of a step that touches the world; its function answers <c>Result&lt;TOut&gt;</c>.</summary>
public sealed record Activity<TIn, TOut>(string Name);

/// <summary>The typed name of something that a process waits to hear.</summary>
public sealed record Signal<T>(string Name) where T : class, ISignal;

/// <summary>What every signal carries: an id, so that hearing it twice is hearing it once.</summary>
public interface ISignal
{
    string Id { get; }
}

/// <summary>A call for a person: which process is stuck at which step, and why.</summary>
/// <param name="Process">The orchestration's name.</param>
/// <param name="Instance">The stuck instance; also where <see cref="Flow.Resumed"/> is to be sent.</param>
/// <param name="Resumable">Whether it waits for a resumption; else for what it was waiting for before.</param>
public sealed record Plea(
    string Process, string Instance, string Step, string Code, DateTimeOffset At, bool Resumable)
{
    /// <summary>The order that it is about, where the instance's name does not begin with it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Id<Order>? Order { get; init; }

    /// <summary>Whether the person it called for has ended the process there.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Ended { get; init; }
}

/// <summary>A person has mended what was wrong; or ends what cannot be mended, where that is possible.</summary>
public sealed record Resumption(string Id) : ISignal
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Ends { get; init; }
}

/// <summary>What the compiler can check about a process, where the engine has only strings.</summary>
public static class Flow
{
    public static readonly Activity<Plea, bool> AskForPerson = new("AskForPerson");
    public static readonly Activity<Plea, bool> NoteResumption = new("NoteResumption");
    public static readonly Signal<Resumption> Resumed = new("Resumed");

    /// <summary>How often a person is asked about one step before the process says that it is at its end.</summary>
    internal const int MaxPleas = 50;

    private static readonly TaskOptions Patient = TaskOptions.FromRetryPolicy(
        new RetryPolicy(8, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(1)));

    // Asking for a person must not itself need one.
    private static readonly TaskOptions Endless = TaskOptions.FromRetryPolicy(
        new RetryPolicy(10_000, TimeSpan.FromSeconds(1), 2, TimeSpan.FromMinutes(5)));

    private static readonly ConditionalWeakTable<TaskOrchestrationContext, string> Subjects = [];

    // The engine gives every replay a context of its own, so what was heard lives as long as the replay.
    private static readonly ConditionalWeakTable<TaskOrchestrationContext, HashSet<string>> Heard = [];

    /// <summary>Says which order a process of another name is about: there people see that it needs them.</summary>
    public static void About(this TaskOrchestrationContext context, Id<Order> order) =>
        Subjects.AddOrUpdate(context, order.Value);

    /// <summary>Takes a step that should not be refused; a refusal or a lasting fault goes to a person.</summary>
    public static async Task<TOut> Call<TIn, TOut>(
        this TaskOrchestrationContext context, Activity<TIn, TOut> activity, TIn input) =>
        (await context.Insist(activity, input, None, endable: false)).OrThrow();

    /// <summary>The same, where a person may also end the process: <see cref="OrderRefusals.Ended"/> then.</summary>
    public static Task<Result<TOut>> CallOrEnd<TIn, TOut>(
        this TaskOrchestrationContext context, Activity<TIn, TOut> activity, TIn input) =>
        context.Insist(activity, input, None, endable: true);

    /// <summary>The same, where refusals with these codes are answers, and no reason to ask a person.</summary>
    public static Task<Result<TOut>> CallUnless<TIn, TOut>(
        this TaskOrchestrationContext context, Activity<TIn, TOut> activity, TIn input, params string[] answered) =>
        context.Insist(activity, input, refusal => answered.Contains(refusal.Code), endable: false);

    /// <summary>Takes a step, and answers its refusal; after a lasting fault and a person it is tried again.</summary>
    public static Task<Result<TOut>> TryCall<TIn, TOut>(
        this TaskOrchestrationContext context, Activity<TIn, TOut> activity, TIn input) =>
        context.Insist(activity, input, All, endable: false);

    /// <summary>The same, where a person may also end the process: <see cref="OrderRefusals.Ended"/> then.</summary>
    public static Task<Result<TOut>> TryCallOrEnd<TIn, TOut>(
        this TaskOrchestrationContext context, Activity<TIn, TOut> activity, TIn input) =>
        context.Insist(activity, input, All, endable: true);

    private static bool None(Refusal refusal) => false;

    private static bool All(Refusal refusal) => true;

    private static async Task<Result<TOut>> Insist<TIn, TOut>(
        this TaskOrchestrationContext context, Activity<TIn, TOut> activity, TIn input, Func<Refusal, bool> answers,
        bool endable)
    {
        for (int pleas = 0; pleas < MaxPleas; pleas++)
        {
            var result = await context.Attempt(activity, input);
            if (result is not null && (result.Refusal is null || answers(result.Refusal))) return result;
            bool goesOn = await context.WaitForPerson(activity.Name, result?.Refusal?.Code ?? "step.failed", endable);
            if (!goesOn) return OrderRefusals.Ended;
        }

        throw new InvalidOperationException($"{activity.Name} could not be done {MaxPleas} times.");
    }

    /// <summary>Takes a step with the engine's retries; null when it failed for good.</summary>
    internal static async Task<Result<TOut>?> Attempt<TIn, TOut>(
        this TaskOrchestrationContext context, Activity<TIn, TOut> activity, TIn input)
    {
        try
        {
            return await context.CallActivityAsync<Result<TOut>>(activity.Name, input, Patient);
        }
        catch (TaskFailedException)
        {
            return null;
        }
    }

    /// <summary>Waits for a signal; null when the time is up. What was heard before is not heard again.</summary>
    public static async Task<T?> Wait<T>(this TaskOrchestrationContext context, Signal<T> signal, TimeSpan time)
        where T : class, ISignal
    {
        var deadline = context.CurrentUtcDateTime + time;
        for (var left = time; left > TimeSpan.Zero; left = deadline - context.CurrentUtcDateTime)
        {
            try
            {
                var heard = await context.WaitForExternalEvent<T>(signal.Name, left);
                if (context.IsNew(signal.Name, heard.Id)) return heard;
            }
            catch (TaskCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    /// <summary>Waits for a person or a carrier as long as it takes; after a time, someone is asked to look.</summary>
    public static async Task<T> WaitOrAsk<T>(
        this TaskOrchestrationContext context, Signal<T> signal, TimeSpan time, string code) where T : class, ISignal
    {
        if (await context.Wait(signal, time) is { } heard) return heard;

        var plea = context.PleaFor(signal.Name, code, resumable: false);
        await context.CallActivityAsync<Result<bool>>(AskForPerson.Name, plea, Endless);
        var late = await context.Wait(signal);
        await context.CallActivityAsync<Result<bool>>(NoteResumption.Name, plea, Endless);
        return late;
    }

    private static async Task<T> Wait<T>(this TaskOrchestrationContext context, Signal<T> signal)
        where T : class, ISignal
    {
        var heard = await context.WaitForExternalEvent<T>(signal.Name);
        while (!context.IsNew(signal.Name, heard.Id)) heard = await context.WaitForExternalEvent<T>(signal.Name);
        return heard;
    }

    /// <summary>Waits until a person says that the step can be tried again; false when it ends the process.</summary>
    private static async Task<bool> WaitForPerson(
        this TaskOrchestrationContext context, string step, string code, bool endable)
    {
        var plea = context.PleaFor(step, code, resumable: true);
        var asked = await context.CallActivityAsync<Result<bool>>(AskForPerson.Name, plea, Endless);

        // Nowhere to show it to anybody: nobody would ever come.
        if (endable && !asked.IsRefused(out _, out bool shown) && !shown) return false;
        var word = await context.Wait(Resumed);
        bool ends = endable && word.Ends;
        await context.CallActivityAsync<Result<bool>>(NoteResumption.Name, plea with { Ended = ends }, Endless);
        return !ends;
    }

    /// <summary>Says something to people as long as it takes: asking for a person must not itself need one.</summary>
    internal static Task Insistently(
        this TaskOrchestrationContext context, Activity<Plea, bool> activity, Plea plea) =>
        context.CallActivityAsync<Result<bool>>(activity.Name, plea, Endless);

    internal static Plea PleaFor(
        this TaskOrchestrationContext context, string step, string code, bool resumable) =>
        new(context.Name.Name, context.InstanceId, step, code, context.CurrentUtcDateTime, resumable)
        {
            Order = Subjects.TryGetValue(context, out var order) ? new(order) : null,
        };

    internal static bool IsNew(this TaskOrchestrationContext context, string signal, string id) =>
        Heard.GetOrCreateValue(context).Add($"{signal}/{id}");
}
