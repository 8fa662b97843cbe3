using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.PurchaseReceiptOrchestration;

namespace Serverless.Tests.Orchestrations;

public sealed class PurchaseReceiptTests
{
    private static readonly PurchaseReceiptStart Start = new(
        new("po-1"), new(new("r-1"), "MNL", [new("TOTE", 4), new("HAT", 2)], Some.At));

    private readonly Rehearsal stage = new(nameof(PurchaseReceiptOrchestration), "r-1");

    public PurchaseReceiptTests()
    {
        stage.On(CountDelivery, _ => PurchaseStatus.PartlyReceived);
        stage.On(ShelveDelivery, _ => 10);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void A_delivery_is_counted_and_then_shelved_line_by_line()
    {
        Assert.Equal(PurchaseStatus.PartlyReceived, Rehearsal.End(Play()).OrThrow());
        Assert.Equal(["CountDelivery", "ShelveDelivery", "ShelveDelivery"], stage.Calls);
        Assert.Equal([0, 1], stage.Given(ShelveDelivery).Select(line => line.Line));
    }

    [Fact]
    public void What_is_refused_at_the_door_reaches_no_shelf()
    {
        stage.On(CountDelivery, _ => PurchaseRefusals.TooMany);
        Assert.Equal(PurchaseRefusals.TooMany, Rehearsal.End(Play()).Refusal);
        Assert.Equal(["CountDelivery"], stage.Calls);
    }

    [Fact]
    public void A_line_that_cannot_be_shelved_waits_for_a_person_and_is_shelved_then()
    {
        stage.On(ShelveDelivery, () => throw new Fault(), () => 4, () => 2);
        var run = Play();
        Assert.False(run.IsCompleted);
        stage.Hear(Flow.Resumed, new("resumed"));
        Assert.Equal(PurchaseStatus.PartlyReceived, Rehearsal.End(run).OrThrow());
        Assert.Equal([0, 0, 1], stage.Given(ShelveDelivery).Select(line => line.Line));
    }

    private Task<Result<PurchaseStatus>> Play() => stage.Play(context => Run(context, Start));
}
