using System.Text.RegularExpressions;

namespace Serverless.Tests.Tidy;

/// <summary>Documents that hold together and tell the truth about commands.</summary>
public sealed partial class DocumentTests
{
    private const int LongestStyle = 120;

    [Fact]
    public void Every_link_leads_somewhere()
    {
        var findings = new Findings("Mend the path, or drop the link.");
        foreach (string document in Sources.With(".md"))
        {
            string folder = Path.GetDirectoryName(Path.Combine(Sources.Root, document))!;
            foreach (var (line, number) in Prose(document))
            {
                foreach (Match link in Link().Matches(line).Where(link => IsOurs(link.Groups[1].Value)))
                {
                    string target = Path.Combine(folder, Uri.UnescapeDataString(link.Groups[1].Value.Split('#')[0]));
                    if (!File.Exists(target) && !Directory.Exists(target))
                        findings.Add($"{document}:{number}", $"{link.Groups[1].Value} is not there");
                }
            }
        }
        findings.AssertNone();
    }

    [Fact]
    public void Every_document_has_one_title()
    {
        var findings = new Findings("A document begins with its one `# ` title; chapters have `## `.");
        foreach (string document in Sources.With(".md"))
        {
            var titles = Prose(document).Where(prose => prose.Line.StartsWith("# ", Plain)).ToList();
            if (titles.Count != 1)
                findings.Add($"{document}:{(titles.Count > 1 ? titles[1].Number : 1)}", $"{titles.Count} titles");
        }
        findings.AssertNone();
    }

    [Fact]
    public void The_style_guide_stays_short_enough_to_be_read()
    {
        int length = Sources.Lines("STYLE.md").Length;
        Assert.True(length <= LongestStyle, $"STYLE.md has {length} lines: say less, at most {LongestStyle}.");
    }

    [Fact]
    public void Every_command_that_documents_name_is_there()
    {
        var findings = new Findings("Documents name commands and options that tools/dev declares.");
        string tool = string.Concat(Sources.CSharp
            .Where(file => file.Path.StartsWith("tools/dev/", Plain)).Select(file => Sources.Read(file.Path)));
        foreach (string document in Sources.With(".md"))
        {
            foreach (var (line, index) in Sources.Lines(document).Select((line, index) => (line, index)))
            {
                foreach (Match call in Call().Matches(line))
                {
                    foreach (string word in Unknown(call, tool))
                        findings.Add($"{document}:{index + 1}", $"{call.Value.Trim()}: there is no {word}");
                }
            }
        }
        findings.AssertNone();
    }

    private const StringComparison Plain = StringComparison.Ordinal;

    private static IEnumerable<string> Unknown(Match call, string tool)
    {
        string command = call.Groups["command"].Value;
        if (command.Length > 0 && !tool.Contains($"new Command(\"{command}\"", Plain))
            yield return command;
        foreach (Match option in Option().Matches(call.Groups["rest"].Value))
        {
            string name = option.Value;
            bool isPort = name.EndsWith("-port", Plain) && tool.Contains($"Single(\"{name[2..^5]}\"", Plain);
            if (!isPort && !tool.Contains($"\"{name}\"", Plain))
                yield return name;
        }
    }

    // Code between fences shows other people's syntax.
    private static IEnumerable<(string Line, int Number)> Prose(string document)
    {
        bool fenced = false;
        foreach (var (line, index) in Sources.Lines(document).Select((line, index) => (line, index)))
        {
            if (line.TrimStart().StartsWith("```", Plain))
                fenced = !fenced;
            else if (!fenced)
                yield return (line, index + 1);
        }
    }

    private static bool IsOurs(string link) =>
        link.Length > 0 && !link.StartsWith('#') && !link.Contains("://", Plain) && !link.StartsWith("mailto:", Plain);

    [GeneratedRegex(@"(?<!`[^`]*)\[[^\]]*\]\(([^)\s]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\./dev(?: (?<command>[a-z]+))?(?<rest>(?: (?:\[?--?[a-z-]+\]?|[\w./]+|""[^""]*""))*)")]
    private static partial Regex Call();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();
}
