using System.CommandLine;
using System.Diagnostics;

namespace Serverless.Dev;

/// <summary><c>./dev test</c>: builds and runs the tests, and ends with their real totals.</summary>
internal static class TestCommand
{
    private static readonly Argument<TestKind[]> Kinds = new("kinds")
    {
        Description = "unit, integration, browser; all without it.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Filter = new("--filter")
    {
        Description = "Only tests with this in their name: part of class or sentence, spaces allowed.",
    };

    private static readonly Option<bool> Full = new("--full") { Description = "The long suites too." };

    public static Command Create()
    {
        var command = new Command("test", "Run the tests; ends with a line like '12 passed, 0 failed'.")
        {
            Kinds, Filter, Full,
        };
        command.SetAction((parsed, stop) =>
        {
            var kinds = parsed.GetValue(Kinds) is { Length: > 0 } asked ? asked : Enum.GetValues<TestKind>();
            Suite[] suites = [.. Suite.All.Where(suite => kinds.Contains(suite.Kind))];
            return Run(new(suites, parsed.GetValue(Filter), parsed.GetValue(Full)), stop);
        });
        return command;
    }

    private static async Task<int> Run(TestWish wish, CancellationToken stop)
    {
        var watch = Stopwatch.StartNew();
        Home.Default.Create();
        var folder = Directory.CreateTempSubdirectory("serverless-test-").FullName;
        var run = new TestRun(wish, folder);
        try
        {
            await new TestBench(wish, folder).Run(run, stop);
        }
        catch (OperationCanceledException)
        {
            Directory.Delete(folder, recursive: true);
            throw;
        }
        Failures.Print(run.Total.Failures);
        Say.Line();
        Say.Line($"{StepView.Summary(run.Steps)}; together {Say.Time(watch.Elapsed)}.");
        var good = run.Total is { Failed: 0, Ran: > 0 };
        if (good) Directory.Delete(folder, recursive: true);
        else if (run.Total.Ran == 0) Say.Line("Nothing ran: no test's name holds the filter.");
        else Say.Line($"Logs and reports: {folder}");
        Say.Line($"{run.Total}");
        return good ? 0 : 1;
    }
}
