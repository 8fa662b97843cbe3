namespace Serverless.Tests.Infra;

/// <summary>A copy of <c>infra/</c> that a test may break; gone afterwards.</summary>
internal sealed class BrokenCopy : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("serverless-infra-").FullName;

    public BrokenCopy()
    {
        foreach (var file in Directory.EnumerateFiles(Environments.Folder, "*", SearchOption.AllDirectories)
            .Append(Path.Combine(Environments.Root, "functions", "cloud.settings.json")))
        {
            var copy = Path.Combine(_root, Path.GetRelativePath(Environments.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Folder => Path.Combine(_root, "infra");

    /// <summary>Replaces one text in one file; a text that is not there is an error of the test.</summary>
    public BrokenCopy With(string file, string text, string instead)
    {
        var path = Path.Combine(Folder, file);
        var before = File.ReadAllText(path);
        Assert.Contains(text, before, StringComparison.Ordinal);
        File.WriteAllText(path, before.Replace(text, instead, StringComparison.Ordinal));
        return this;
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
