namespace Serverless.Runtime;

/// <summary>How far the host is on its way out.</summary>
internal sealed class Stopping : IDisposable
{
    private readonly CancellationTokenSource outOfPatience = new();
    private volatile bool killed;

    /// <summary>Cancelled when running invocations may not take any longer.</summary>
    public CancellationToken OutOfPatience => outOfPatience.Token;

    /// <summary>True when the host plays dead: nothing may be written any more, as if the process had ended.</summary>
    public bool Killed => killed;

    public void LosePatience() => outOfPatience.Cancel();

    public void Kill()
    {
        killed = true;
        LosePatience();
    }

    public void Dispose() => outOfPatience.Dispose();
}
