using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Serverless.Runtime;

/// <summary>
/// How far the host is on its way out. Running invocations have <c>Runtime:DrainTimeout</c> (20 s) to end; then they
/// are cancelled.
/// </summary>
internal sealed class Stopping(TimeSpan patience) : IDisposable
{
    private readonly CancellationTokenSource outOfPatience = new();
    private volatile bool killed;

    /// <summary>Cancelled when running invocations may not take any longer.</summary>
    public CancellationToken OutOfPatience => outOfPatience.Token;

    /// <summary>True when the host plays dead: nothing may be written any more, as if the process had ended.</summary>
    public bool Killed => killed;

    public static TimeSpan Patience(IConfiguration settings)
    {
        var text = settings["Runtime:DrainTimeout"] ?? "00:00:20";
        return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero
            ? time
            : throw new StartException($"Setting Runtime:DrainTimeout must be a time like 00:00:20, not '{text}'.");
    }

    /// <summary>From now on, what runs has so long to end.</summary>
    public void Begin() => outOfPatience.CancelAfter(patience);

    public void Kill()
    {
        killed = true;
        outOfPatience.Cancel();
    }

    public void Dispose() => outOfPatience.Dispose();
}
