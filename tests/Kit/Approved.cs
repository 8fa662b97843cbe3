namespace Serverless.Tests;

/// <summary>A document that is written from the code, read by people and kept in the repository.</summary>
/// <remarks>A test writes it anew and compares; with <c>APPROVE=1</c> in the environment it is replaced.</remarks>
public static class Approved
{
    /// <summary>Throws when the document at this path of the repository does not say exactly this.</summary>
    public static void Document(string path, string text)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("APPROVE") == "1") File.WriteAllText(file, text);
        var kept = File.Exists(file) ? File.ReadAllText(file) : "";
        if (kept == text) return;

        var (old, now) = (kept.Split('\n'), text.Split('\n'));
        int at = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        throw new InvalidOperationException(
            $"{path} is not what the code says. Line {at + 1} reads '{Line(old, at)}' and should read "
            + $"'{Line(now, at)}'. If the code is right, run this test once with APPROVE=1.");
    }

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = Find();

    private static string Line(string[] lines, int at) => at < lines.Length ? lines[at] : "";

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Serverless.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("These tests run inside a checkout of the repository.");
    }
}
