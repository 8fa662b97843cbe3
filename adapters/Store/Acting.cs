using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>For whom this flow of calls acts; what the store changes meanwhile names them on the timeline.</summary>
public static class Acting
{
    private static readonly AsyncLocal<Actor?> Who = new();
    private static readonly AsyncLocal<Deed?> What = new();

    /// <summary>Null where nobody of staff asked: a shopper, a process, the night.</summary>
    public static Actor? Now => Who.Value;

    /// <summary>What she has asked for, where that is on the audit trail.</summary>
    public static Deed? Doing => What.Value;

    /// <summary>Names who acts, until disposed.</summary>
    public static IDisposable As(Actor? actor, Deed? deed = null)
    {
        var before = (Who.Value, What.Value);
        (Who.Value, What.Value) = (actor, deed ?? What.Value);
        return new Ending(before.Item1, before.Item2);
    }

    private sealed class Ending(Actor? actor, Deed? deed) : IDisposable
    {
        public void Dispose() => (Who.Value, What.Value) = (actor, deed);
    }
}
