using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.CancellationOrchestration;
using static Serverless.Orchestrations.FulfilmentOrchestration;

namespace Serverless.Tests.Orchestrations;

public sealed class CancellationTests
{
    private static readonly Id<TakenOff> Asked = new("6e0b3c1a-0000-4000-8000-000000000009");

    private static readonly CancellationStart Start =
        new(Asked, Some.Order, CancelledBy.Shopper, CancelReason.ChangedMind, null, []);

    private static readonly Removal All = new(new(1, Currency.Php), IsRefund: false, IsAll: true, HasLabels: false);

    private readonly Rehearsal stage = new(nameof(CancellationOrchestration), Asked.Value);

    public CancellationTests()
    {
        stage.On(TakeUnitsOff, _ => All);
        stage.On(TellFulfilments, _ => true);
        stage.On(FreeUnits, _ => true);
        stage.On(RecallLabels, _ => true);
        stage.On(CheckoutOrchestration.VoidPayment, _ => PaymentStatus.Voided);
        stage.On(CapturePayment, _ => PaymentStatus.Captured);
        stage.On(RefundUnits, _ => true);
        stage.On(RestoreUnits, _ => true);
        stage.On(NoteUnitsBack, _ => "CN-1");
        stage.On(FinishCancellation, _ => true);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void An_order_that_is_cancelled_whole_charges_nothing_and_gives_everything_back()
    {
        Assert.Equal(All, Rehearsal.End(Play()).Value);
        Assert.Equal(
            ["TakeUnitsOff", "TellFulfilments", "FreeUnits", "VoidPayment", "RestoreUnits", "FinishCancellation"],
            stage.Calls);
    }

    [Fact]
    public void A_part_that_comes_off_before_the_money_is_taken_moves_no_money()
    {
        stage.On(TakeUnitsOff, _ => All with { IsAll = false });
        Rehearsal.End(Play());
        Assert.Equal(
            ["TakeUnitsOff", "TellFulfilments", "FreeUnits", "RestoreUnits", "FinishCancellation"], stage.Calls);
    }

    [Fact]
    public void A_part_that_comes_off_after_that_is_refunded_with_a_credit_note_and_what_was_begun_is_taken_first()
    {
        stage.On(TakeUnitsOff, _ => All with { IsAll = false, IsRefund = true, HasLabels = true });
        Rehearsal.End(Play());
        Assert.Equal(
            [
                "TakeUnitsOff", "TellFulfilments", "FreeUnits", "RecallLabels", "CapturePayment", "RefundUnits",
                "RestoreUnits", "NoteUnitsBack", "FinishCancellation",
            ],
            stage.Calls);
        Assert.Null(Assert.Single(stage.Given(CapturePayment)).Leaving);
    }

    [Fact]
    public void What_was_begun_to_be_taken_and_is_not_given_after_all_is_not_refunded_either()
    {
        stage.On(TakeUnitsOff, _ => All with { IsAll = false, IsRefund = true });
        stage.On(CapturePayment, _ => OutsideRefusals.Lapsed);
        Rehearsal.End(Play());
        Assert.Equal(["CapturePayment", "RestoreUnits", "FinishCancellation"], stage.Calls[^3..]);
    }

    [Fact]
    public void Who_comes_too_late_is_told_so_and_nothing_is_given_back()
    {
        stage.On(TakeUnitsOff, _ => CancelRefusals.BeingPicked);
        Assert.Equal(CancelRefusals.BeingPicked, Rehearsal.End(Play()).Refusal);
        Assert.Equal(["TakeUnitsOff"], stage.Calls);
    }

    [Fact]
    public void What_cannot_be_given_back_asks_a_person_and_goes_on_when_it_is_mended()
    {
        stage.On(
            CheckoutOrchestration.VoidPayment, () => OrderRefusals.NotNow, () => PaymentStatus.Voided);
        var run = Play();
        Assert.Equal(Some.Order, Assert.Single(stage.Given(Flow.AskForPerson)).Order);
        Assert.False(run.IsCompleted);
        stage.Hear(Flow.Resumed, new("resumed"));
        Assert.Equal(All, Rehearsal.End(run).Value);
    }

    private Task<Result<Removal>> Play() => stage.Play(context => Run(context, Start));
}
