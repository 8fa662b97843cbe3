using System.Text.RegularExpressions;

namespace Serverless.Runtime;

/// <summary>The rules of Azure for the names of queues.</summary>
internal static partial class QueueNames
{
    /// <summary>The name, or a start error that says what is wrong with it.</summary>
    public static string Check(string name) =>
        name.Length is >= 3 and <= 63 && Form().IsMatch(name)
            ? name
            : throw new StartException(
                $"'{name}' is no name for a queue: 3 to 63 lower-case letters, digits and single hyphens inside.");

    public static string Poison(string name) => name + "-poison";

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Form();
}
