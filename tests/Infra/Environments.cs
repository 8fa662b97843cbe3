using Serverless.Dev;

namespace Serverless.Tests.Infra;

/// <summary>The environments as they would be deployed, each evaluated once for all tests.</summary>
public static class Environments
{
    public static TheoryData<string> All => ["dev", "staging", "prod"];

    /// <summary>The checkout that these tests were built in.</summary>
    public static string Root { get; } = Find();

    public static string Folder { get; } = Path.Combine(Root, "infra");

    private static readonly Dictionary<string, Lazy<Task<Rendering>>> Rendered = All.ToDictionary(
        row => row.Data, row => new Lazy<Task<Rendering>>(() => Rendering.Of(Folder, row.Data)));

    /// <summary>What one environment contains; a finding of Bicep fails the test that asks.</summary>
    public static async Task<IReadOnlyList<Resource>> Of(string environment)
    {
        var rendering = await Rendered[environment].Value;
        Assert.Empty(rendering.Findings);
        return rendering.Resources;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Serverless.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("Serverless.sln was not found above the tests.");
    }
}
