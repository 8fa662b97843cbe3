using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Serverless.Tests.Tidy;

/// <summary>The files of this repository as people wrote them; what is built or installed is left out.</summary>
internal static class Sources
{
    private static readonly string[] Made =
        ["bin", "obj", "node_modules", "build", ".svelte-kit", ".dev", ".git", "TestResults"];

    private static readonly string[] Binary =
        [".png", ".jpg", ".jpeg", ".ico", ".woff", ".woff2", ".ttf", ".gif", ".webp", ".db"];

    public static string Root { get; } = Find();

    /// <summary>Every file, as a path from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Below(Root).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Texts { get; } =
        [.. Files.Where(file => !Binary.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))];

    /// <summary>All C# files, parsed.</summary>
    public static IReadOnlyList<CSharpFile> CSharp { get; } =
        [.. With(".cs").AsParallel().AsOrdered().Select(file => new CSharpFile(file))];

    public static IReadOnlyList<string> With(string extension) =>
        [.. Files.Where(file => file.EndsWith(extension, StringComparison.Ordinal))];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder)
            .Where(file => !Made.Contains(Path.GetFileName(file)))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Concat(Directory.EnumerateDirectories(folder)
                .Where(path => !Made.Contains(Path.GetFileName(path)))
                .SelectMany(Below));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Serverless.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("Serverless.sln was not found above the tests.");
    }
}

/// <summary>One C# file with its syntax.</summary>
internal sealed class CSharpFile(string path)
{
    private readonly Lazy<SyntaxNode> _tree = new(() => CSharpSyntaxTree.ParseText(Sources.Read(path)).GetRoot());

    public string Path => path;

    public SyntaxNode Syntax => _tree.Value;

    public IEnumerable<T> All<T>() where T : SyntaxNode => Syntax.DescendantNodes(descendIntoTrivia: true).OfType<T>();

    /// <summary>Where something is, as editors like it: <c>file:line</c>.</summary>
    public string Place(SyntaxNode node) => $"{path}:{FirstLine(node)}";

    public static int FirstLine(SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    public static int LastLine(SyntaxNode node) => node.GetLocation().GetLineSpan().EndLinePosition.Line + 1;
}

/// <summary>Collects what breaks one rule, so that a failing test names every place at once.</summary>
internal sealed class Findings(string whatToDo)
{
    private readonly List<string> _found = [];

    public void Add(string place, string what) => _found.Add($"{place}: {what}");

    public void AssertNone() => Assert.True(_found.Count == 0,
        $"{_found.Count} places. {whatToDo}\n  {string.Join("\n  ", _found)}");
}
