using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Serverless.Tests.Tidy;

/// <summary>What is not left behind in code.</summary>
public sealed partial class CodeTests
{
    [Fact]
    public void Nothing_is_left_for_later()
    {
        var findings = new Findings("Do it now or write an issue; main holds no reminders.");
        foreach (string file in Sources.Texts.Where(file => !IsThis(file) && !IsLock(file)))
        {
            foreach (var (line, index) in Sources.Lines(file).Select((line, index) => (line, index)))
            {
                if (Reminder().Match(line) is { Success: true } match)
                    findings.Add($"{file}:{index + 1}", match.Value);
            }
        }
        findings.AssertNone();
    }

    [Fact]
    public void Nothing_is_declared_but_not_written()
    {
        var findings = new Findings("Write it, or do not declare it.");
        foreach (var file in Sources.CSharp)
        {
            foreach (var name in file.All<IdentifierNameSyntax>()
                .Where(name => name.Identifier.Text == nameof(NotImplementedException) && !IsThis(file.Path)))
                findings.Add(file.Place(name), name.Identifier.Text);
        }
        findings.AssertNone();
    }

    [Fact]
    public void Usings_stand_in_order()
    {
        var findings = new Findings("System first, then the others; each by the alphabet.");
        foreach (var file in Sources.CSharp)
        {
            string[] usings =
            [
                .. file.All<UsingDirectiveSyntax>()
                    .Where(line => line.Alias is null && !line.StaticKeyword.IsKind(SyntaxKind.StaticKeyword)
                        && !line.GlobalKeyword.IsKind(SyntaxKind.GlobalKeyword))
                    .Select(line => line.Name!.ToString()),
            ];
            var sorted = usings
                .OrderBy(name => name != "System" && !name.StartsWith("System.", StringComparison.Ordinal))
                .ThenBy(name => name, StringComparer.OrdinalIgnoreCase);
            if (!usings.SequenceEqual(sorted)) findings.Add(file.Path, string.Join(", ", usings));
        }
        findings.AssertNone();
    }

    [Fact]
    public void No_fault_is_swallowed()
    {
        var findings = new Findings("Catch one type and say in a comment why nothing is to be done, or let it go on.");
        foreach (var file in Sources.CSharp)
        {
            foreach (var clause in file.All<CatchClauseSyntax>().Where(Swallows))
                findings.Add(file.Place(clause), "an empty catch");
        }
        findings.AssertNone();
    }

    [Fact]
    public void No_code_knows_which_host_it_is_built_for()
    {
        var findings = new Findings("There is one build: put the difference behind a port or into a setting.");
        foreach (var file in Sources.CSharp)
        {
            foreach (var directive in file.All<IfDirectiveTriviaSyntax>())
                findings.Add(file.Place(directive), directive.ToString());
        }
        findings.AssertNone();
    }

    [Fact]
    public void No_path_of_one_machine_is_written_down()
    {
        var findings = new Findings("Make the path from the checkout's root or from a setting.");
        foreach (string file in Sources.Texts.Where(file => !IsThis(file)))
        {
            foreach (var (line, index) in Sources.Lines(file).Select((line, index) => (line, index)))
            {
                if (MachinePath().Match(line) is { Success: true } match)
                    findings.Add($"{file}:{index + 1}", match.Value);
            }
        }
        findings.AssertNone();
    }

    private const StringComparison Plain = StringComparison.Ordinal;

    private static bool Swallows(CatchClauseSyntax clause)
    {
        bool says = clause.Block.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia));
        return clause.Block.Statements.Count == 0 && !(says && clause.Declaration is not null);
    }

    private static bool IsLock(string file) => file.EndsWith("package-lock.json", Plain);

    private static bool IsThis(string file) => file == "tests/Tidy/CodeTests.cs";

    [GeneratedRegex(@"\b(TODO|FIXME)\b")]
    private static partial Regex Reminder();

    [GeneratedRegex(@"(?<![\w.}:-])/(home|Users|work|tmp/wt)/\w+")]
    private static partial Regex MachinePath();
}
