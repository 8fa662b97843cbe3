using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.RepairOrchestration;

namespace Serverless.Tests.Orchestrations;

public sealed class RepairTests
{
    private static readonly RepairStart Start = new("repair-1", Stock.At("TOTE", "MNL"), Some.At);

    private readonly Rehearsal stage = new(nameof(RepairOrchestration), Start.Id);

    public RepairTests()
    {
        stage.On(BookRepair, _ => 12);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void A_repair_is_booked_in_one_step_under_its_own_id_and_says_how_many_there_are_now()
    {
        Assert.Equal(12, Rehearsal.End(Play()).OrThrow());
        Assert.Equal(["BookRepair"], stage.Calls);
        Assert.Equal(Start, Assert.Single(stage.Given(BookRepair)));
    }

    [Fact]
    public void A_stock_that_cannot_be_repaired_says_why_and_asks_nobody()
    {
        stage.On(BookRepair, _ => DriftRefusals.Incomplete);
        Assert.Equal(DriftRefusals.Incomplete, Rehearsal.End(Play()).Refusal);
        Assert.Equal(["BookRepair"], stage.Calls);
    }

    /// <summary>It may have stopped between the stock and the books: only the same repair finds what it did.</summary>
    [Fact]
    public void A_repair_that_stopped_half_way_waits_for_a_person_and_is_then_the_same_repair()
    {
        stage.On(BookRepair, Some.Broken<int>, () => 12);
        var run = Play();
        Assert.False(run.IsCompleted);
        Assert.Equal(
            ("BookRepair", Start.Id, "step.failed"),
            Assert.Single(stage.Given(Flow.AskForPerson).Select(plea => (plea.Step, plea.Instance, plea.Code))));

        stage.Hear(Flow.Resumed, new("resumed"));
        Assert.Equal(12, Rehearsal.End(run).OrThrow());
        Assert.Equal([Start, Start], stage.Given(BookRepair));
        Assert.Equal(["BookRepair", "AskForPerson", "NoteResumption", "BookRepair"], stage.Calls);
    }

    private Task<Result<int>> Play() => stage.Play(context => Run(context, Start));
}
