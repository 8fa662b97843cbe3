using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.CorrectionOrchestration;

namespace Serverless.Tests.Orchestrations;

/// <summary>What a correction of a placed order does, and what it takes back.</summary>
public sealed class CorrectionTests
{
    private static readonly CorrectionStart Words =
        new(new("6e0b3c1a-0000-4000-8000-00000000000c"), Some.Order, Email: null)
        {
            Wish = new("key", "sealed"),
            Parts = "address",
        };

    private static readonly CorrectionStart More =
        Words with { Adds = true, Parts = "lines", Total = new(1, Currency.Php) };

    private static readonly CorrectionStart Paid =
        More with { Method = "pm_card_visa", Policy = PolicyVersion.Of(Some.Policy) };

    private readonly Rehearsal stage = new(nameof(CorrectionOrchestration), Words.Id.Value);

    public CorrectionTests()
    {
        stage.On(HoldAdded, _ => new AddedGoods([new("MNL", [new("BOWL", 1)])]));
        stage.On(ChangeOrder, _ => OrderStatus.Allocated);
        stage.On(KeepAdded, _ => true);
        stage.On(FulfilAdded, _ => true);
        stage.On(TellCorrection, _ => true);
        stage.On(ReleaseAdded, _ => true);
        stage.On(PayForCorrection, _ => true);
        stage.On(PaymentPhase.AuthoriseAttempt, _ => PaymentStatus.Authorised);
        stage.On(PaymentPhase.VoidReplaced, _ => true);
        stage.On(PaymentPhase.EndAttempt, _ => true);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void What_adds_no_units_changes_the_order_and_tells_of_it()
    {
        Assert.Equal(OrderStatus.Allocated, Corrected(Words).OrThrow());
        Assert.Equal(["ChangeOrder", "TellCorrection"], stage.Calls);
    }

    [Fact]
    public void Units_are_held_before_the_order_is_changed_and_kept_and_sent_after_it()
    {
        Assert.Equal(OrderStatus.Allocated, Corrected(More).OrThrow());
        Assert.Equal(["HoldAdded", "ChangeOrder", "KeepAdded", "FulfilAdded", "TellCorrection"], stage.Calls);
        Assert.Equal("MNL", Assert.Single(Assert.Single(stage.Given(ChangeOrder)).Added).Location);
    }

    [Fact]
    public void Where_there_are_too_few_nothing_is_changed_and_what_was_held_of_them_is_given_back()
    {
        stage.On(HoldAdded, _ => StockRefusals.TooFew);
        Assert.Equal(StockRefusals.TooFew, Corrected(More).Refusal);
        Assert.Equal(["HoldAdded", "ReleaseAdded"], stage.Calls);
    }

    [Theory]
    [InlineData("correction.too_late")]
    [InlineData("correction.not_covered")]
    [InlineData("price.changed")]
    public void An_order_that_will_not_be_changed_gives_the_units_back_and_says_why(string code)
    {
        var why = new Refusal(Because.Conflict, code, "No.");
        stage.On(ChangeOrder, _ => why);
        Assert.Equal(why, Corrected(More).Refusal);
        Assert.Equal(["HoldAdded", "ChangeOrder", "ReleaseAdded"], stage.Calls);
    }

    [Fact]
    public void Where_the_bank_has_promised_too_little_the_whole_is_promised_first_and_the_old_one_let_go_after()
    {
        stage.On(ChangeOrder, () => CorrectionRefusals.NotCovered, () => OrderStatus.Allocated);
        Assert.Equal(OrderStatus.Allocated, Corrected(Paid).OrThrow());
        Assert.Equal(
            [
                "HoldAdded", "ChangeOrder", "PayForCorrection", "AuthoriseAttempt", "ChangeOrder", "VoidReplaced",
                "KeepAdded", "FulfilAdded", "TellCorrection",
            ],
            stage.Calls);
        Assert.Equal(Words.Id.Value, Assert.Single(stage.Given(PaymentPhase.AuthoriseAttempt)).Id.Value);
    }

    [Fact]
    public void A_bank_that_promises_no_more_leaves_the_order_and_the_old_promise_as_they_were()
    {
        stage.On(ChangeOrder, _ => CorrectionRefusals.NotCovered);
        stage.On(PaymentPhase.AuthoriseAttempt, _ => OrderRefusals.Declined);
        Assert.Equal(OrderRefusals.Declined, Corrected(Paid).Refusal);
        Assert.Equal(
            ["HoldAdded", "ChangeOrder", "PayForCorrection", "AuthoriseAttempt", "EndAttempt", "ReleaseAdded"],
            stage.Calls);
    }

    [Fact]
    public void Who_begins_to_pick_while_the_bank_is_asked_is_first()
    {
        stage.On(ChangeOrder, () => CorrectionRefusals.NotCovered, () => CorrectionRefusals.TooLate);
        Assert.Equal(CorrectionRefusals.TooLate, Corrected(Paid).Refusal);
        Assert.Equal(["ChangeOrder", "EndAttempt", "ReleaseAdded"], stage.Calls[^3..]);
    }

    [Fact]
    public void What_cannot_be_kept_calls_a_person_and_goes_on_from_there()
    {
        stage.On(KeepAdded, Some.Broken<bool>, () => true);
        var run = stage.Play(context => Run(context, More));
        Assert.False(run.IsCompleted);
        Assert.Equal(["HoldAdded", "ChangeOrder", "KeepAdded", "AskForPerson"], stage.Calls);
        stage.Hear(Flow.Resumed, new Resumption("mended"));
        Assert.Equal(OrderStatus.Allocated, Rehearsal.End(run).OrThrow());
        Assert.Equal(["NoteResumption", "KeepAdded", "FulfilAdded", "TellCorrection"], stage.Calls[4..]);
    }

    [Fact]
    public void One_that_an_older_release_began_does_what_it_did_there()
    {
        stage.On(CorrectOrder, _ => OrderStatus.Placed);
        var old = new CorrectionStart(Words.Id, Some.Order, new("key", "sealed"));
        Assert.Equal(OrderStatus.Placed, Corrected(old).OrThrow());
        Assert.Equal(["CorrectOrder"], stage.Calls);
    }

    private Result<OrderStatus> Corrected(CorrectionStart start) =>
        Rehearsal.End(stage.Play(context => Run(context, start)));
}
