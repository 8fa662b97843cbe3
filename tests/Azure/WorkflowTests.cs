using System.Text.RegularExpressions;
using YamlDotNet.Serialization;
using Map = System.Collections.Generic.Dictionary<object, object>;

namespace Serverless.Tests.Azure;

/// <summary>The workflows that public build machines run.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Tool =
        string.Concat(Checkout.Code("tools/dev").Order(StringComparer.Ordinal).Select(Checkout.Read));

    private static readonly string[] Files =
        [.. Directory.GetFiles(Checkout.Path(".github/workflows")).Order(StringComparer.Ordinal)];

    [Fact]
    public void What_anybody_builds_is_tested_and_what_the_cloud_gets_is_published()
    {
        var commands = Steps().SelectMany(step => step.Commands).ToList();
        Assert.Contains("dotnet build", commands);
        Assert.Contains("./dev test", commands);
        Assert.Contains("./dev func --check", commands);
        var publish = Assert.Single(commands, command => command.StartsWith("dotnet publish", Plain));
        Assert.Contains("-p:Cloud=true", publish, Plain);
    }

    [Fact]
    public void Nothing_but_the_publish_for_the_cloud_is_built_in_a_way_of_its_own() =>
        Assert.Single(
            Steps().SelectMany(step => step.Commands), command => command.Contains("-p:", Plain)
                || command.Contains("-property:", Plain));

    [Fact]
    public void Every_job_runs_on_a_public_machine_and_may_only_read()
    {
        foreach (string file in Files)
        {
            var workflow = Read(file);
            Assert.Equal("read", ((Map)workflow["permissions"])["contents"]);
            foreach (var job in ((Map)workflow["jobs"]).Values.Cast<Map>())
            {
                Assert.Equal("ubuntu-latest", job["runs-on"]);
                Assert.True(job.ContainsKey("timeout-minutes"), $"{file}: a job has no limit");
            }
        }
    }

    [Fact]
    public void Every_step_calls_something_that_is_there() =>
        Assert.Empty(Steps().SelectMany(step => step.Commands).SelectMany(Wrong));

    [Theory]
    [InlineData("./dev nonsense", "there is no ./dev nonsense")]
    [InlineData("./dev test --nonsense", "there is no option --nonsense")]
    [InlineData("dotnet build functions/None.csproj", "there is no functions/None.csproj")]
    [InlineData("./nonsense", "there is no ./nonsense")]
    [InlineData("nonsense --help", "nonsense is nothing that a build machine has")]
    public void A_step_that_calls_nothing_is_found(string command, string finding) =>
        Assert.Equal([finding], Wrong(command));

    [Fact]
    public void Every_action_is_named_with_its_version() =>
        Assert.All(Steps().Select(step => step.Action).OfType<string>(), action => Assert.Matches(Versioned(), action));

    private const StringComparison Plain = StringComparison.Ordinal;

    private static IEnumerable<string> Wrong(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string first = words[0];
        bool ours = first.StartsWith("./", Plain);
        if (ours && !File.Exists(Checkout.Path(first))) yield return $"there is no {first}";
        if (!ours && first is not ("dotnet" or "npm" or "grep"))
            yield return $"{first} is nothing that a build machine has";
        if (first == "./dev" && !Tool.Contains($"new Command(\"{words[1]}\"", Plain))
            yield return $"there is no ./dev {words[1]}";
        if (first == "./dev")
        {
            foreach (string option in words.Where(word => word.StartsWith("--", Plain)))
                if (!Tool.Contains($"\"{option}\"", Plain)) yield return $"there is no option {option}";
        }
        foreach (string file in words.Where(word => word.EndsWith(".csproj", Plain) || word.EndsWith(".sln", Plain)))
            if (!File.Exists(Checkout.Path(file))) yield return $"there is no {file}";
    }

    private static IEnumerable<(string? Action, string[] Commands)> Steps() =>
        from file in Files
        from job in ((Map)Read(file)["jobs"]).Values.Cast<Map>()
        from step in ((List<object>)job["steps"]).Cast<Map>()
        select (step.GetValueOrDefault("uses") as string,
            (step.GetValueOrDefault("run") as string ?? "")
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static Map Read(string file) => new DeserializerBuilder().Build().Deserialize<Map>(File.ReadAllText(file));

    [GeneratedRegex(@"^[\w-]+/[\w-]+@v\d+$")]
    private static partial Regex Versioned();
}
