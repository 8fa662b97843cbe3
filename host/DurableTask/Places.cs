namespace Serverless.Runtime.DurableTask;

/// <summary>The numbers of the rows of an instance or of a run: its own, and behind it that of the part.</summary>
/// <remarks>
/// SQLite finds a row by such a number without reading any other. By a key of several columns it compares whole rows on
/// the way, so that one whose page is damaged would hide its neighbours.
/// </remarks>
internal static class Places
{
    private const int Bits = 24;
    private const int Most = (1 << Bits) - 1;

    /// <exception cref="InvalidOperationException">It has more parts than there are numbers.</exception>
    public static long Of(long number, int part) => part <= Most
        ? First(number) + part
        : throw new InvalidOperationException($"More than {Most} turns or steps: let it begin again (ContinueAsNew).");

    public static long First(long number) => number << Bits;

    public static long Last(long number) => First(number) + Most;

    public static long Number(long place) => place >> Bits;

    public static int Part(long place) => (int)(place & Most);
}
