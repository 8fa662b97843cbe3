using System.Runtime.CompilerServices;

namespace Serverless.Tests.Runtime;

/// <summary>The manual shows the code that these tests compile and run.</summary>
public sealed class ManualTests
{
    [Theory]
    [InlineData("ReminderApp.cs", "app")]
    [InlineData("ReminderTests.cs", "test")]
    public async Task The_manual_shows_the_example_as_it_runs(string file, string region)
    {
        var here = Path.GetDirectoryName(ThisFile())!;
        var source = await File.ReadAllTextAsync(Path.Combine(here, file));
        var manual = await File.ReadAllTextAsync(Path.Combine(here, "../../../docs/runtime.md"));

        Assert.Contains($"```csharp\n{Region(source, region)}```\n", manual, StringComparison.Ordinal);
    }

    private static string Region(string source, string name)
    {
        var begin = $"#region {name}\n";
        var start = source.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return source[start..source.IndexOf("#endregion", start, StringComparison.Ordinal)];
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
