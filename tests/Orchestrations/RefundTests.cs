using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.RefundOrchestration;

namespace Serverless.Tests.Orchestrations;

public sealed class RefundTests
{
    private static readonly RefundStart Start = new(
        new("0d9e1a5c-0000-4000-8000-000000000001"), Some.Order, new(5_000, Currency.Php), RefundReason.Goodwill);

    private static readonly string[] Whole =
        ["ReserveAllowance", "PayAllowance", "NumberAllowance", "TellOfAllowance"];

    private readonly Rehearsal stage = new(nameof(RefundOrchestration), Start.Name());

    public RefundTests()
    {
        stage.On(ReserveAllowance, _ => OrderStatus.Delivered);
        stage.On(PayAllowance, _ => true);
        stage.On(NumberAllowance, _ => "CN-LIKHA-000001");
        stage.On(TellOfAllowance, _ => true);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void It_is_on_the_order_before_it_is_paid_and_told_when_it_has_its_credit_note()
    {
        Assert.Equal("CN-LIKHA-000001", Rehearsal.End(Play()).OrThrow());
        Assert.Equal(Whole, stage.Calls);
    }

    [Fact]
    public void What_cannot_be_given_says_why_and_asks_nobody()
    {
        stage.On(ReserveAllowance, _ => OrderRefusals.TooMuch);
        Assert.Equal(OrderRefusals.TooMuch, Rehearsal.End(Play()).Refusal);
        Assert.Equal(["ReserveAllowance"], stage.Calls);
    }

    [Fact]
    public void A_refund_that_the_provider_refuses_waits_for_a_person_on_the_order_and_is_then_the_same_refund()
    {
        stage.On(PayAllowance, () => OrderRefusals.RefundFailed, () => true);
        var run = Play();
        Assert.False(run.IsCompleted);
        var plea = Assert.Single(stage.Given(Flow.AskForPerson));
        Assert.Equal(("PayAllowance", "refund.failed"), (plea.Step, plea.Code));
        Assert.Equal(Start.Order, FulfilmentOrchestration.OrderOf(plea.Instance));

        stage.Hear(Flow.Resumed, new("resumed"));
        Assert.Equal("CN-LIKHA-000001", Rehearsal.End(run).OrThrow());
        Assert.Equal([Start, Start], stage.Given(PayAllowance));
    }

    private Task<Result<string>> Play() => stage.Play(context => Run(context, Start));
}
