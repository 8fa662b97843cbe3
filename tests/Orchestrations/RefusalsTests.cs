using System.Collections.Immutable;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Orchestrations;

/// <summary>Codes are what programs read: each means one thing, for ever.</summary>
public sealed partial class RefusalsTests
{
    private const string Head = """
        # Refusals

        Written by a test from the code: do not edit. After a change run
        `APPROVE=1 dotnet run --project tests/Orchestrations -- -class "*RefusalsTests"`.

        A refusal is a no that is part of the business. Over HTTP it is a problem (RFC 9457) with this `code`.
        Codes stay; sentences may get better.

        | code | HTTP | what it says | declared as |
        | --- | --- | --- | --- |

        """;

    private static readonly string[] Parts =
        ["Serverless.Commerce", "Serverless.Orchestrations", "Serverless.Adapters", "Serverless.Functions"];

    private static readonly ImmutableArray<(string Name, Refusal Refusal)> All =
    [
        .. Parts.SelectMany(part => Assembly.Load(part).GetTypes()).SelectMany(Declared)
            .OrderBy(one => one.Refusal.Code, StringComparer.Ordinal),
    ];

    [Fact]
    public void All_refusals_are_listed_in_the_docs()
    {
        var text = new StringBuilder(Head);
        foreach (var (name, refusal) in All)
            text.Append($"| `{refusal.Code}` | {Status(refusal)} | {refusal.Message} | `{name}` |\n");
        Approved.Document("docs/refusals.md", text.ToString());
    }

    [Fact]
    public void Every_code_means_one_thing() => Assert.All(
        All.GroupBy(one => one.Refusal.Code),
        same => Assert.True(same.Count() == 1, $"{same.Key}: {string.Join(", ", same.Select(one => one.Name))}"));

    [Fact]
    public void A_code_is_a_noun_and_its_state() =>
        Assert.All(All, one => Assert.Matches(Code(), one.Refusal.Code));

    [Fact]
    public void What_a_refusal_says_is_a_whole_sentence() =>
        Assert.All(All, one => Assert.Matches(Sentence(), one.Refusal.Message));

    private static IEnumerable<(string Name, Refusal Refusal)> Declared(Type type) => type
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(field => field.FieldType == typeof(Refusal) && !type.ContainsGenericParameters)
        .Select(field => ($"{type.Name}.{field.Name}", (Refusal)field.GetValue(null)!));

    private static int? Status(Refusal refusal) => ((IStatusCodeHttpResult)Answers.Problem(refusal)).StatusCode;

    [GeneratedRegex("^[a-z]+(_[a-z]+)*\\.[a-z]+(_[a-z]+)*$")]
    private static partial Regex Code();

    [GeneratedRegex("^[A-Z].*[.]$")]
    private static partial Regex Sentence();
}
