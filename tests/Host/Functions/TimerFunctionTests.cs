using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Serverless.Runtime;
using Serverless.Runtime.Testing;

namespace Serverless.Tests.Runtime;

public sealed class TimerFunctionTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-timers-");
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 11, 11, 9, 20, 0, TimeSpan.Zero));
    private readonly Notebook notebook = new();
    private readonly SampleGate gate = new();

    [Fact]
    public async Task A_timer_runs_when_the_clock_reaches_its_time()
    {
        await using var host = await Start(typeof(SampleTimers));

        await MoveTo(host, 10, 0, "hourly 10:00 10:00");
        await MoveTo(host, 11, 0, "hourly 11:00 11:00");

        Assert.Equal(2, Lines("hourly").Count);
    }

    [Fact]
    public async Task A_timer_that_fails_runs_again_at_its_next_time()
    {
        await using var host = await Start(typeof(SampleTimers));

        await MoveTo(host, 12, 30, "fickle 12:30 12:30");
        await MoveTo(host, 36, 30, "fickle 12:30 12:30", times: 2);
    }

    [Fact]
    public async Task A_run_that_was_missed_is_made_up_for_once()
    {
        await (await Start(typeof(SampleTimers))).DisposeAsync();
        time.Advance(TimeSpan.FromHours(3));

        await using var host = await Start(typeof(SampleTimers));

        await host.WhenIdle();
        Assert.Contains("hourly 12:20 late 10:00", notebook.Lines);
        await MoveTo(host, 13, 0, "hourly 13:00 13:00");
        Assert.Equal(2, Lines("hourly").Count);
    }

    [Fact]
    public async Task A_restart_does_not_repeat_a_run()
    {
        var first = await Start(typeof(SampleTimers));
        await MoveTo(first, 10, 0, "hourly 10:00 10:00");
        await first.DisposeAsync();
        time.Advance(TimeSpan.FromMinutes(5));

        await using var second = await Start(typeof(SampleTimers));
        await MoveTo(second, 11, 0, "hourly 11:00 11:00");

        Assert.Equal(2, Lines("hourly").Count);
    }

    [Fact]
    public async Task A_run_that_was_cut_off_is_made_up_for()
    {
        var killed = await Start(typeof(SampleSlowTimer));
        time.Advance(TimeSpan.FromMinutes(1));
        await Noted("slow False");
        await killed.Kill();

        await using var next = await Start(typeof(SampleSlowTimer));

        await Noted("slow True");
        gate.Open();
    }

    [Fact]
    public async Task Runs_do_not_overlap_and_what_falls_due_meanwhile_is_left_out()
    {
        await using var host = await Start(typeof(SampleSlowTimer));
        time.Advance(TimeSpan.FromMinutes(1));
        await Noted("slow False");
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Single(Lines("slow"));

        gate.Open();
        await host.WhenIdle();
        await MoveTo(host, 9, 32, "slow False", times: 2);
    }

    [Fact]
    public async Task A_schedule_of_seconds_is_not_remembered()
    {
        await using var host = await Start(typeof(SampleTimers));

        time.Advance(TimeSpan.FromSeconds(10));
        await host.WhenIdle();

        Assert.Equal(["quick True"], Lines("quick"));
        Assert.DoesNotContain(Files(), name => name.StartsWith("quick", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_timer_may_run_at_every_start()
    {
        await (await Start(typeof(SampleStartTimer))).DisposeAsync();
        await (await Start(typeof(SampleStartTimer))).DisposeAsync();

        Assert.Equal(["at start False", "at start False"], Lines("at start"));
    }

    [Theory]
    [InlineData("0 */5 * * * *", "09:25:00")]
    [InlineData("*/5 * * * *", "09:25:00")]
    [InlineData("30 0 0 * * MON-FRI", "00:00:30")]
    [InlineData("0 15,45 9-17 * 1,11 3", "09:45:00")]
    [InlineData("01:30:00", "10:50:00")]
    public void A_schedule_is_ncrontab_or_a_time_between_runs(string text, string expected)
    {
        var next = TimerSchedule.Parse(text).Next(time.GetUtcNow().UtcDateTime);

        Assert.Equal(TimeSpan.Parse(expected, null), next!.Value.TimeOfDay);
    }

    [Theory]
    [InlineData("@daily")]
    [InlineData("0 0 0 L * *")]
    [InlineData("0 0 0 ? * MON#2")]
    [InlineData("0 0 0 15W * *")]
    [InlineData("61 * * * * *")]
    [InlineData("* * * *")]
    [InlineData("00:00:00")]
    [InlineData("")]
    public void A_schedule_of_another_dialect_is_refused(string text)
    {
        Assert.Throws<StartException>(() => TimerSchedule.Parse(text));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task MoveTo(FunctionsTestHost host, int hour, int minute, string line, int times = 1)
    {
        time.SetUtcNow(new DateTimeOffset(2026, 11, 11, 0, 0, 0, TimeSpan.Zero).AddHours(hour).AddMinutes(minute));
        await host.WhenIdle();
        Assert.Equal(times, notebook.Lines.Count(each => each == line));
    }

    private Task Noted(string line) => Until.Holds(() => notebook.Lines.Contains(line), what: line);

    private List<string> Lines(string prefix) =>
        [.. notebook.Lines.Where(line => line.StartsWith(prefix, StringComparison.Ordinal))];

    private IEnumerable<string> Files() =>
        folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(it => it.Name);

    private Task<FunctionsTestHost> Start(Type functions) => SampleApp.Start(
        options =>
        {
            options.Time = time;
            options.Settings["HourlySchedule"] = "0 0 * * * *";
            options.Settings["Runtime:DurableFile"] = Path.Combine(folder.FullName, "durable.db");
            options.Services = services => services.AddSingleton(notebook).AddSingleton(gate);
        },
        functions);
}
