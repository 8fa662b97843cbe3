using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What a party outside tells by webhook, as its gateway reads it.</summary>
public static class Notices
{
    /// <summary>The notice; refused where its signature is wrong, or where it is genuine and odd.</summary>
    /// <param name="read">
    /// The gateway's reading: null when the signature is not the party's, a <see cref="FormatException"/> when the
    /// text is odd. Its sender is told so, since sending it again would not help.
    /// </param>
    public static Result<T> Read<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read() is { } notice ? notice : EdgeRefusals.Signature;
        }
        catch (FormatException)
        {
            return EdgeRefusals.Format;
        }
    }
}
