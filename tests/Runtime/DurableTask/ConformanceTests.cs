using System.Reflection;

namespace Serverless.Tests.Runtime;

/// <summary>The cases that hold the engine to the genuine one, each of which cites where that is written.</summary>
/// <remarks>
/// Orchestrators are run by the genuine worker's runner, and clients are the genuine ones, so what they decide is tried
/// here only where the engine has a part in it. Gone, with the place in Microsoft's code that decides it: an
/// orchestrator that leaves its thread (FunctionsOrchestrationContext of the Functions worker refuses it); tasks that
/// an orchestrator starts itself (TaskOrchestrationExecutor begins it outside of its scheduler, so they stray until its
/// first await); equality of task options and of task names (durabletask-dotnet, Abstractions); a step more at the end
/// of a replay (TaskOrchestrationExecutor takes it as a new one).
/// </remarks>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    [Fact]
    public void A_hundred_and_twenty_conformance_cases_and_more_cite_their_sources()
    {
        var sources = typeof(ConformanceTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<FollowsAttribute>())
            .Select(follows => follows.Source)
            .ToList();

        output.WriteLine($"{sources.Count} conformance cases cite {sources.Distinct().Count()} sources");
        Assert.True(sources.Count >= 120, $"There are {sources.Count} conformance cases.");
        Assert.All(sources, source => Assert.StartsWith("https://", source, StringComparison.Ordinal));
    }
}
