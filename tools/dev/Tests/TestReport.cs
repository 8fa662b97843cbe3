using System.Globalization;
using System.Xml.Linq;

namespace Serverless.Dev;

/// <summary>One test that failed.</summary>
internal sealed record Failure(string Suite, string Test, string Message, string Trace);

/// <summary>What a test project said of its tests, read from its own report.</summary>
internal sealed record TestReport(int Passed, int Failed, int Skipped, IReadOnlyList<Failure> Failures)
{
    public static TestReport Empty { get; } = new(0, 0, 0, []);

    public int Ran => Passed + Failed;

    /// <summary>A project that ended without a report, or badly with a clean one, has failed once.</summary>
    public static TestReport Of(Suite suite, string file, int exitCode, IReadOnlyList<string> lastLines)
    {
        var report = File.Exists(file) ? Read(suite, file) : Empty;
        if (report.Failed > 0 || exitCode == 0) return report;
        var failure = new Failure(suite.Name, "the test process itself",
            $"It ended with code {exitCode}; its last lines:", string.Join('\n', lastLines));
        return report with { Failed = 1, Failures = [failure] };
    }

    public static TestReport operator +(TestReport a, TestReport b) =>
        new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped, [.. a.Failures, .. b.Failures]);

    /// <summary>The line that ends every run: <c>12 passed, 0 failed</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Passed} passed, {Failed} failed{(Skipped > 0 ? $", {Skipped} skipped" : "")}");

    private static TestReport Read(Suite suite, string file)
    {
        var document = XDocument.Load(file);
        var tests = document.Descendants("test").ToLookup(test => (string?)test.Attribute("result"));
        var failures = tests["Fail"].Select(test => OfTest(suite, test))
            .Concat(document.Descendants("error").Select(error => OfError(suite, error))).ToList();
        return new(tests["Pass"].Count(), failures.Count, tests["Skip"].Count(), failures);
    }

    private static Failure OfTest(Suite suite, XElement test)
    {
        var type = ((string?)test.Attribute("type"))?.Split('.')[^1] ?? "";
        var name = ((string?)test.Attribute("name"))?.Split(type + ".")[^1].Replace('_', ' ') ?? "?";
        return Of(suite, $"{type}: {name}", test.Element("failure"));
    }

    // What goes wrong around tests: a fixture, a clean-up.
    private static Failure OfError(Suite suite, XElement error) =>
        Of(suite, $"{(string?)error.Attribute("type")} {(string?)error.Attribute("name")}", error.Element("failure"));

    private static Failure Of(Suite suite, string name, XElement? failure) => new(
        suite.Name, name, failure?.Element("message")?.Value ?? "", failure?.Element("stack-trace")?.Value ?? "");
}
