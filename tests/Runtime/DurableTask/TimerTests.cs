namespace Serverless.Tests.Runtime;

public class TimerTests
{
    [Fact]
    public async Task A_timer_fires_when_the_clock_is_moved()
    {
        await using var rig = await Rig.Start(code => code.Orchestrator("Sleep", async context =>
        {
            await context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None);
            return context.CurrentUtcDateTime;
        }));
        var start = rig.Clock.GetUtcNow();
        var id = await rig.Schedule("Sleep");

        await rig.Idle();
        Assert.Equal(start.AddDays(100), rig.Engine.NextTimer);
        await rig.Pass(TimeSpan.FromDays(99));
        Assert.False((await rig.Get(id)).IsCompleted);
        await rig.Restart();
        await rig.Pass(TimeSpan.FromDays(1));

        Assert.Equal(start.AddDays(100).UtcDateTime, (await rig.Get(id)).ReadOutputAs<DateTime>());
        Assert.Null(rig.Engine.NextTimer);
    }
}
