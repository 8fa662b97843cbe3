using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.BreachOrchestration;

namespace Serverless.Tests.Orchestrations;

/// <summary>The clock of a leak.</summary>
public sealed class BreachTests
{
    private static readonly Id<Breach> Id = new("6e0b3c1a-0000-4000-8000-00000000000b");
    private readonly Rehearsal stage = new(nameof(BreachOrchestration), Id.Value);

    public BreachTests()
    {
        stage.On(OpenBreach, _ => true);
        stage.On(RemindOfBreach, _ => false);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void Staff_are_reminded_at_24_48_66_and_72_hours_and_then_every_day()
    {
        var run = Play(TimeSpan.Zero);
        Assert.Equal(["OpenBreach"], stage.Calls);
        stage.Pass(TimeSpan.FromHours(24) - TimeSpan.FromTicks(1));
        Assert.Empty(stage.Given(RemindOfBreach));
        stage.Pass(TimeSpan.FromTicks(1));
        stage.Pass(TimeSpan.FromHours(73));
        Assert.Equal([24, 48, 66, 72, 96], stage.Given(RemindOfBreach).Select(mark => mark.Hours));
        stage.Pass(TimeSpan.FromDays(30));
        Assert.False(Rehearsal.End(run));
        Assert.Equal(720, stage.Given(RemindOfBreach)[^1].Hours);
    }

    [Fact]
    public void The_clock_ends_when_everybody_was_told()
    {
        stage.On(RemindOfBreach, () => false, () => true);
        var run = Play(TimeSpan.Zero);
        stage.Pass(TimeSpan.FromHours(200));
        Assert.True(Rehearsal.End(run));
        Assert.Equal(2, stage.Given(RemindOfBreach).Count);
    }

    [Fact]
    public void A_case_that_is_opened_late_is_reminded_of_at_once_and_only_once()
    {
        Play(TimeSpan.FromHours(70));
        Assert.Equal([66], stage.Given(RemindOfBreach).Select(mark => mark.Hours));
        stage.Pass(TimeSpan.FromHours(2));
        Assert.Equal([66, 72], stage.Given(RemindOfBreach).Select(mark => mark.Hours));
    }

    [Fact]
    public void A_case_that_is_refused_has_no_clock()
    {
        stage.On(OpenBreach, _ => BreachRefusals.Contradiction);
        Assert.False(Rehearsal.End(Play(TimeSpan.Zero)));
        Assert.Equal(["OpenBreach"], stage.Calls);
    }

    private Task<bool> Play(TimeSpan late)
    {
        var aware = new DateTimeOffset(stage.CurrentUtcDateTime) - late;
        return stage.Play(context => Run(
            context, new(Id, aware, aware, aware + late, new SealedText("k", "sealed"))));
    }
}
