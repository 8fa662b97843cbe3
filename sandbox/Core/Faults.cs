namespace Serverless.Sandbox;

/// <summary>What the next calls of a party will suffer.</summary>
/// <param name="Kind">
/// <c>error</c>: 500 and nothing done; <c>hang</c>: nothing done and never an answer; <c>slow</c>: waits before the
/// work; <c>drop</c>: does the work, then drops the connection without an answer; <c>key</c> and <c>account</c>, at
/// the payment provider: its key is not known any more (401), the account may not do that (403); <c>currency</c>: it
/// does not take this one (400).
/// </param>
/// <param name="Calls">How many calls suffer it.</param>
/// <param name="Seconds">How long <c>slow</c> waits, on the sandbox's clock.</param>
/// <param name="Path">Only calls whose path contains this.</param>
internal sealed record Fault(string Kind, int Calls, double Seconds = 5, string? Path = null)
{
    public static readonly string[] Kinds = ["error", "hang", "slow", "drop", "key", "account", "currency"];
}

/// <summary>Breaks calls on request, so that the shop's handling of outages can be seen.</summary>
internal sealed class Faults(SandboxClock clock)
{
    private readonly Dictionary<string, List<Fault>> waiting = [];
    private readonly Lock gate = new();

    public void Add(string party, Fault fault)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(party, out var faults))
                waiting[party] = faults = [];
            faults.Add(fault);
        }
    }

    public void Clear()
    {
        lock (gate)
            waiting.Clear();
    }

    /// <summary>The fault that this call suffers, which is thereby used up by one.</summary>
    public Fault? Take(string party, string path)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(party, out var faults))
                return null;
            int at = faults.FindIndex(one => one.Path is null || path.Contains(one.Path, StringComparison.Ordinal));
            if (at < 0)
                return null;
            var fault = faults[at];
            if (fault.Calls > 1)
                faults[at] = fault with { Calls = fault.Calls - 1 };
            else
                faults.RemoveAt(at);
            return fault;
        }
    }

    /// <summary>Waits as the fault wants; a call that hangs ends when the caller has gone.</summary>
    public Task Wait(Fault? fault, CancellationToken gone) => fault?.Kind switch
    {
        "hang" => Task.Delay(Timeout.InfiniteTimeSpan, gone),
        "slow" => Task.Delay(TimeSpan.FromSeconds(fault.Seconds), clock, gone),
        _ => Task.CompletedTask,
    };
}
