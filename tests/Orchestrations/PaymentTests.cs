using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.CheckoutOrchestration;
using static Serverless.Orchestrations.PaymentOrchestration;
using static Serverless.Orchestrations.PaymentPhase;

namespace Serverless.Tests.Orchestrations;

/// <summary>How a placed order is paid again, and what is taken back where that comes to nothing.</summary>
public sealed class PaymentTests
{
    private static readonly Id<PaymentAttempt> Id = new("6e0b3c1a-0000-4000-8000-00000000000d");

    private static readonly PaymentAttemptStart Start =
        new(Id, Some.Order, "pm_card_visa", new(125_000, Currency.Php), PolicyVersion.Of(Some.Policy));

    private readonly Rehearsal stage = new(nameof(PaymentOrchestration), InstanceOf(Some.Order, Id));

    public PaymentTests()
    {
        stage.On(PaymentOrchestration.PayAgain, _ => true);
        stage.On(AuthoriseAttempt, _ => PaymentStatus.Authorised);
        stage.On(CheckAttempt, _ => PaymentStatus.ActionRequired);
        stage.On(AdoptPayment, _ => true);
        stage.On(VoidReplaced, _ => true);
        stage.On(ResumeParcels, _ => true);
        stage.On(EndAttempt, _ => true);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void The_new_promise_is_had_before_the_old_one_is_let_go_and_parcels_go_on()
    {
        Assert.True(Rehearsal.End(Play()).OrThrow());
        Assert.Equal(["PayAgain", "AuthoriseAttempt", "AdoptPayment", "VoidReplaced", "ResumeParcels"], stage.Calls);
    }

    [Fact]
    public void An_order_that_need_not_be_paid_asks_no_bank()
    {
        stage.On(PaymentOrchestration.PayAgain, _ => AttemptRefusals.NotNeeded);
        Assert.Equal(AttemptRefusals.NotNeeded, Rehearsal.End(Play()).Refusal);
        Assert.Equal(["PayAgain"], stage.Calls);
    }

    [Fact]
    public void A_bank_that_says_no_leaves_the_order_as_it_was()
    {
        stage.On(AuthoriseAttempt, _ => OrderRefusals.Declined);
        Assert.Equal(OrderRefusals.Declined, Rehearsal.End(Play()).Refusal);
        Assert.Equal(["PayAgain", "AuthoriseAttempt", "EndAttempt"], stage.Calls);
        Assert.Equal(OrderRefusals.Declined, Assert.Single(stage.Given(EndAttempt)).Reason);
    }

    [Fact]
    public void The_shopper_has_time_to_prove_who_she_is_at_her_bank()
    {
        stage.On(AuthoriseAttempt, _ => PaymentStatus.ActionRequired);
        var run = Play();
        stage.Hear(PaymentHeard, new("evt_1"));
        Assert.False(run.IsCompleted);
        stage.On(CheckAttempt, _ => PaymentStatus.Authorised);
        stage.Hear(PaymentHeard, new("evt_2"));
        Assert.True(Rehearsal.End(run).OrThrow());
    }

    [Fact]
    public void What_is_not_confirmed_in_time_is_given_up()
    {
        stage.On(AuthoriseAttempt, _ => PaymentStatus.ActionRequired);
        var run = Play();
        stage.Pass(Start.Policy.PaymentTime + TimeSpan.FromMinutes(1));
        Assert.Equal(OrderRefusals.Expired, Rehearsal.End(run).Refusal);
        Assert.Equal("EndAttempt", stage.Calls[^1]);
    }

    [Fact]
    public void What_was_promised_for_an_order_that_was_cancelled_meanwhile_is_let_go()
    {
        stage.On(AdoptPayment, _ => AttemptRefusals.NotNeeded);
        Assert.Equal(AttemptRefusals.NotNeeded, Rehearsal.End(Play()).Refusal);
        Assert.Equal(["PayAgain", "AuthoriseAttempt", "AdoptPayment", "EndAttempt"], stage.Calls);
    }

    [Fact]
    public void An_old_promise_that_cannot_be_let_go_calls_a_person_and_then_parcels_go_on()
    {
        stage.On(VoidReplaced, Some.Broken<bool>, () => true);
        var run = Play();
        Assert.Equal("AskForPerson", stage.Calls[^1]);
        stage.Hear(Flow.Resumed, new("mended"));
        Assert.True(Rehearsal.End(run).OrThrow());
        Assert.Equal(["NoteResumption", "VoidReplaced", "ResumeParcels"], stage.Calls[^3..]);
    }

    [Fact]
    public void One_that_a_restore_interrupted_is_let_go_and_asks_no_bank_for_anything()
    {
        var run = stage.Play(context => Run(context, Start with { IsInterrupted = true }));
        Assert.Equal(AttemptRefusals.Interrupted, Rehearsal.End(run).Refusal);
        Assert.Equal(["EndAttempt"], stage.Calls);
    }

    private Task<Result<bool>> Play() => stage.Play(context => Run(context, Start));
}
