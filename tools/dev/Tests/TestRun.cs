namespace Serverless.Dev;

/// <summary>Which tests to run.</summary>
/// <param name="Filter">A part of the names; null for all.</param>
/// <param name="Full">Whether the long suites run too.</param>
internal sealed record TestWish(IReadOnlyList<Suite> Suites, string? Filter, bool Full);

/// <summary>Runs test projects one after the other, each with its time.</summary>
internal sealed class TestRun(TestWish wish, string folder)
{
    // What hangs is ended. The journeys take five minutes, and several times that beside other work.
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(25);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(90);

    private readonly Dictionary<Suite, Step> _steps =
        wish.Suites.ToDictionary(suite => suite, suite => new Step(suite.Name));

    public IReadOnlyList<Step> Steps => [.. wish.Suites.Select(suite => _steps[suite])];

    public TestReport Total { get; private set; } = TestReport.Empty;

    public async Task Run(Suite suite, IReadOnlyDictionary<string, string> environment, CancellationToken stop)
    {
        var step = _steps[suite];
        var file = Path.Combine(folder, suite.Name + ".xml");
        var log = Path.Combine(folder, suite.Name + ".log");
        step.Begin(wish.Full ? $"what long ones say meanwhile: tail -f {log}" : "");
        var launch = new Launch("dotnet", [suite.Assembly, .. Arguments(file)]) { Environment = environment };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(wish.Full ? Long : Usual);
        TestReport report;
        try
        {
            var code = await Shell.TryRun(launch, log, limit.Token);
            report = TestReport.Of(suite, file, code, Shell.Tail(log, 20));
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            var failure = new Failure(suite.Name, "the test process itself", "It did not end in time; its last lines:",
                string.Join('\n', Shell.Tail(log, 20)));
            report = new(0, 1, 0, [failure]);
        }
        Total += report;
        var said = report.Ran == 0 ? "nothing to run" : $"{report}";
        step.End(report.Failed > 0 ? StepState.Failed : StepState.Done, said);
    }

    private IEnumerable<string> Arguments(string report)
    {
        yield return "-noLogo";
        yield return "-noColor";
        yield return "-xml";
        yield return report;
        if (wish.Filter is { } text)
        {
            yield return "-method";
            yield return $"*{text.Replace(' ', '_')}*";
        }
        if (wish.Full)
        {
            yield return "-showLiveOutput";
        }
        else
        {
            yield return "-trait-";
            yield return "Category=Full";
        }
    }
}
