using System.Reflection;

namespace Serverless.Tests.Runtime;

/// <summary>The cases that hold the engine to the genuine one, each of which cites where that is written.</summary>
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
