using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Serverless.Tests;

/// <summary>Waits for what is about to become true; looks often, and gives up at a deadline.</summary>
public static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns as soon as a condition holds.</summary>
    public static Task Holds(
        Func<bool> condition, TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Holds(() => Task.FromResult(condition()), within, what);

    /// <summary>Returns as soon as a condition that must be asked for holds.</summary>
    public static async Task Holds(
        Func<Task<bool>> condition, TimeSpan? within = null,
        [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            if (clock.Elapsed > (within ?? Patience))
                throw new TimeoutException($"After {clock.Elapsed.TotalSeconds:0} s this still does not hold: {what}");
            await Task.Delay(Pause);
        }
    }
}
