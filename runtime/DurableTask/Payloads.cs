using System.Text;

namespace Serverless.Runtime.DurableTask;

/// <summary>How large what travels between orchestrators, activities and clients may be.</summary>
internal static class Payloads
{
    // What Durable Task Scheduler takes in one message.
    public const int Limit = 1024 * 1024;

    /// <exception cref="ArgumentException">It is larger than a message may be.</exception>
    public static string? MustFit(string? json, string what, string? whose)
    {
        if (json is null || json.Length * 3 <= Limit)
            return json;
        var size = Encoding.UTF8.GetByteCount(json);
        if (size <= Limit)
            return json;
        var named = whose is null ? what : $"{what} '{whose}'";
        throw new ArgumentException($"{named} is {size} bytes long as JSON; at most {Limit} are allowed.");
    }

    /// <summary>The one input of an activity out of the array in which the scheduler writes it.</summary>
    public static string? Alone(string? array)
    {
        var text = array.AsSpan().Trim();
        if (text is not ['[', .. var inner, ']'])
            return array;
        inner = inner.Trim();
        return inner.Length == 0 || inner is "null" ? null : inner.ToString();
    }
}
