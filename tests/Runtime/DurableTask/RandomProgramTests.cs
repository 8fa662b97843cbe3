using CsCheck;
using Microsoft.DurableTask;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>Random orchestrations give the same result however often their engine is cut off.</summary>
public class RandomProgramTests
{
    private static readonly Gen<Line> GenLine = Gen.Recursive<Line>((depth, inner) =>
    {
        var amount = Gen.Int[1, 5];
        var simple = Gen.OneOf(
            amount.Select(n => new Line("act", n, [])),
            amount.Select(n => new Line("fail", n, [])),
            amount.Select(n => new Line("retry", n, [])),
            amount.Select(n => new Line("together", n, [])),
            amount.Select(n => new Line("sleep", n, [])),
            amount.Select(n => new Line("hear", n, [])),
            amount.Select(n => new Line("guid", n, [])),
            amount.Select(n => new Line("deadline", n, [])),
            amount.Select(n => new Line("status", n, [])));
        var sub = inner.Array[1, 3].Select(lines => new Line("sub", 0, lines));
        return depth >= 2 ? simple : Gen.OneOf(simple, simple, sub);
    });

    [Fact]
    public async Task A_random_orchestration_gives_the_same_with_and_without_restarts_and_kept_or_not() =>
        await Gen.Select(GenLine.Array[1, 8], Gen.Int[0, int.MaxValue]).SampleAsync(
            async (program, seed) =>
            {
                var plain = await Outcome(program, _ => false, false);
                Assert.Equal(plain, await Outcome(program, _ => false, true));
                Assert.Equal(plain, await Outcome(program, AtRandom(seed), false));
                Assert.Equal(plain, await Outcome(program, AtRandom(seed), true));
            },
            iter: 25, threads: 1);

    [Fact]
    public async Task A_random_orchestration_gives_the_same_with_a_restart_between_any_two_turns() =>
        await GenLine.Array[1, 5].SampleAsync(
            async program =>
            {
                var plain = await Outcome(program, _ => false, false);
                Assert.Equal(plain, await Outcome(program, EverySecond(0), false));
                Assert.Equal(plain, await Outcome(program, EverySecond(1), false));
            },
            iter: 5, threads: 1);

    [Fact]
    public async Task A_random_orchestration_gives_the_same_though_answers_are_lost_and_the_worker_forgets() =>
        await Gen.Select(GenLine.Array[1, 5], Gen.Int[0, int.MaxValue]).SampleAsync(
            async (program, seed) =>
            {
                var plain = await Outcome(program, _ => false, false);
                Assert.Equal(plain, await Outcome(program, AtRandom(seed), true, new Random(seed)));
            },
            iter: 10, threads: 1);

    // The even ones in one run and the odd ones in another: else what comes too late to be kept would be asked for
    // again and again.
    private static Func<CommitMoment, bool> EverySecond(int rest)
    {
        var commits = 0;
        return moment => moment == CommitMoment.After && commits++ % 2 == rest;
    }

    private static Func<CommitMoment, bool> AtRandom(int seed)
    {
        var random = new Random(seed);
        return _ => random.NextDouble() < 0.15;
    }

    private static async Task<string> Outcome(
        Line[] program, Func<CommitMoment, bool> cut, bool keepsSessions, Random? lossy = null)
    {
        await using var rig = await Rig.Start(Write, options =>
        {
            options.ExtendedSessions = keepsSessions;
            options.Cut = cut;
        });
        if (lossy is not null)
            Lose(rig.Code, lossy);
        await rig.Surely(client => client.ScheduleNewOrchestrationInstanceAsync(
            "Program", program, new StartOrchestrationOptions("main")), "main");
        for (var i = 0; i < 10; i++)
            await rig.Surely(client => client.RaiseEventAsync("main", "Number", $"number-{i}"), $"number-{i}");
        await rig.SurelyIdle();
        while (rig.Engine.NextTimer is { } next)
            await rig.SurelyPass(next - rig.Clock.GetUtcNow());
        var ended = await rig.Get("main");
        return $"{ended.RuntimeStatus} {ended.SerializedOutput} {ended.SerializedCustomStatus} {ended.LastUpdatedAt:o}";
    }

    private static void Lose(Code code, Random random)
    {
        code.Loses = () =>
        {
            lock (random)
                return random.NextDouble() < 0.1;
        };
        code.Before = (_, _) =>
        {
            lock (random)
            {
                if (random.NextDouble() < 0.2)
                    code.Forget();
            }

            return Task.CompletedTask;
        };
    }

    private static void Write(Code code) => code
        .Orchestrator("Program", async context =>
        {
            List<string> said = [];
            foreach (var line in context.GetInput<Line[]>()!)
                said.Add($"{line.Do} {await Run(context, line)}");
            return said;
        })
        .Activity("Twice", (int number) => number * 2)
        .Activity<int, int>("Fail", number => throw new InvalidOperationException($"no {number}"));

    private static async Task<string> Run(TaskOrchestrationContext context, Line line)
    {
        switch (line.Do)
        {
            case "act":
                return $"{await context.CallActivityAsync<int>("Twice", line.Amount)}";
            case "fail":
                return await Failure(context.CallActivityAsync<int>("Fail", line.Amount));
            case "retry":
                var policy = new RetryPolicy(line.Amount, TimeSpan.FromMinutes(1), 2);
                return await Failure(
                    context.CallActivityAsync<int>("Fail", line.Amount, TaskOptions.FromRetryPolicy(policy)));
            case "together":
                var all = Enumerable.Range(0, line.Amount).Select(i => context.CallActivityAsync<int>("Twice", i));
                return string.Join(' ', await Task.WhenAll(all));
            case "sleep":
                await context.CreateTimer(TimeSpan.FromHours(line.Amount), CancellationToken.None);
                return $"{context.CurrentUtcDateTime:o}";
            case "hear":
                return await Hear(context, line.Amount);
            case "guid":
                return $"{context.NewGuid()}";
            case "deadline":
                using (var enough = new CancellationTokenSource())
                {
                    var deadline = context.CreateTimer(TimeSpan.FromDays(line.Amount), enough.Token);
                    var first = await Task.WhenAny(deadline, context.CallActivityAsync<int>("Twice", 1));
                    enough.Cancel();
                    return $"{first == deadline}";
                }

            case "status":
                context.SetCustomStatus(line.Amount);
                return "";
            default:
                return string.Join(' ', (await context.CallSubOrchestratorAsync<List<string>>("Program", line.Inner))!);
        }
    }

    private static async Task<string> Failure(Task<int> task)
    {
        try
        {
            return $"{await task}";
        }
        catch (TaskFailedException failed)
        {
            return failed.FailureDetails.ErrorMessage;
        }
    }

    // Sub-orchestrations hear nothing; the main one hears ten numbers, and then nobody.
    private static async Task<string> Hear(TaskOrchestrationContext context, int hours)
    {
        try
        {
            return await context.WaitForExternalEvent<string>("Number", TimeSpan.FromHours(hours));
        }
        catch (TaskCanceledException)
        {
            return "nobody";
        }
    }

    private sealed record Line(string Do, int Amount, Line[] Inner);
}
