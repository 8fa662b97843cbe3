using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Serverless.Tests.Tidy;

/// <summary>What is too long to be read in one go.</summary>
public sealed class SizeTests
{
    private const int LongestFile = 300;
    private const int LongestMethod = 60;
    private const int LongestLine = 120;
    private const int LongestProgram = 50;
    private static readonly string[] Code = [".cs", ".ts", ".svelte", ".bicep"];

    [Fact]
    public void No_file_is_longer_than_300_lines()
    {
        var findings = new Findings($"Aim at 40 to 120 lines: split the file by what it says, at most {LongestFile}.");
        foreach (string file in Code.SelectMany(Sources.With))
        {
            int length = Sources.Lines(file).Length;
            if (length > LongestFile)
                findings.Add($"{file}:{LongestFile + 1}", $"{length} lines");
        }
        findings.AssertNone();
    }

    [Fact]
    public void No_method_is_longer_than_60_lines()
    {
        var findings = new Findings($"Give its steps names of their own: aim at 15 lines, at most {LongestMethod}.");
        foreach (var file in Sources.CSharp)
        {
            foreach (var method in file.All<SyntaxNode>().Where(IsMethod))
            {
                int length = CSharpFile.LastLine(method) - CSharpFile.FirstLine(method) + 1;
                if (length > LongestMethod)
                    findings.Add(file.Place(method), $"{length} lines");
            }
        }
        findings.AssertNone();
    }

    [Fact]
    public void No_line_of_code_is_longer_than_120_characters()
    {
        var findings = new Findings($"Break the line: two files must fit side by side, so {LongestLine} at most.");
        foreach (string file in Sources.With(".cs"))
        {
            foreach (var (line, index) in Sources.Lines(file).Select((line, index) => (line, index)))
            {
                if (line.Length > LongestLine)
                    findings.Add($"{file}:{index + 1}", $"{line.Length} characters");
            }
        }
        findings.AssertNone();
    }

    [Fact]
    public void A_program_reads_as_a_table_of_contents()
    {
        var findings = new Findings($"Move what is not composition out: {LongestProgram} lines at most.");
        foreach (string file in Sources.With("/Program.cs"))
        {
            int length = Sources.Lines(file).Length;
            if (length > LongestProgram)
                findings.Add($"{file}:{LongestProgram + 1}", $"{length} lines");
        }
        findings.AssertNone();
    }

    private static bool IsMethod(SyntaxNode node) =>
        node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax;
}
