using System.Text;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>Writes the life of a record: a diagram, and what every rule answers in every status.</summary>
internal static class LifecycleText
{
    public const string Head = """
        # Lifecycles

        Written by a test from the code (`tests/Commerce/Lifecycles`): do not edit. After a change of a rule run
        `APPROVE=1 dotnet run --project tests/Commerce -- -class "*LifecycleTests"` and read the difference.

        In the tables a row is a rule, asked with an ordinary input, and a column is a status:

        * **a status**: the record goes there
        * `✓`: the record changes, its status stays
        * `=`: nothing changes, since it is so already or there is nothing to do
        * `–`: refused as `….not_now`
        * `a code`: refused for this reason (see [refusals.md](refusals.md))

        """;

    public static string Of<TRecord, TStatus>(
        string name, Lifecycle<TStatus> lifecycle, Rule<TRecord>[] rules, Func<TStatus, TRecord> inStatus,
        Func<TRecord, TStatus> status)
        where TRecord : class
        where TStatus : struct, Enum
    {
        var all = Enum.GetValues<TStatus>();
        var text = new StringBuilder().Append($"\n## {name}\n\n```mermaid\nstateDiagram-v2\n");
        text.Append($"    [*] --> {all[0]}\n");
        foreach (var (from, to) in lifecycle) text.Append($"    {from} --> {to}\n");
        foreach (var end in all.Where(lifecycle.IsFinal)) text.Append($"    {end} --> [*]\n");
        text.Append("```\n\n");

        Row(text, "", all.Select(one => one.ToString()));
        Row(text, "---", all.Select(_ => "---"));
        foreach (var rule in rules) Row(text, $"`{rule.Name}`", all.Select(from => Cell(rule, inStatus(from), status)));
        return text.ToString();
    }

    private static void Row(StringBuilder text, string first, IEnumerable<string> cells) =>
        text.Append($"| {first} | {string.Join(" | ", cells)} |\n");

    private static string Cell<TRecord, TStatus>(Rule<TRecord> rule, TRecord record, Func<TRecord, TStatus> status)
        where TRecord : class
        where TStatus : struct, Enum
    {
        if (rule.Ask(record).IsRefused(out var refusal, out var next))
            return refusal.Code.EndsWith(".not_now", StringComparison.Ordinal) ? "–" : $"`{refusal.Code}`";
        if (!status(next).Equals(status(record))) return $"**{status(next)}**";
        return Says.Text(next) == Says.Text(record) ? "=" : "✓";
    }
}
