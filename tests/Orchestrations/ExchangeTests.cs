using Serverless.Commerce;
using Serverless.Orchestrations;
using static Serverless.Orchestrations.ExchangePhase;
using static Serverless.Orchestrations.ReturnOrchestration;

namespace Serverless.Tests.Orchestrations;

public sealed class ExchangeTests
{
    private static readonly string[] Held = ["OpenReturn", "ApproveReturn", "HoldExchange", "IssueLabel"];
    private static readonly string[] Inspected =
        ["MoveReturn", "InspectReturn", "RestockReturn", "SettleReturn", "IssueCreditNote"];

    private readonly Rehearsal stage = new(nameof(ReturnOrchestration), Some.Return.Value);

    public ExchangeTests()
    {
        stage.On(OpenReturn, _ => ReturnStatus.Requested);
        stage.On(ApproveReturn, _ => ReturnStatus.Approved);
        stage.On(HoldExchange, _ => true);
        stage.On(IssueLabel, _ => "NVR1");
        stage.On(MoveReturn, _ => ReturnStatus.Received);
        stage.On(ExpireReturn, _ => ReturnStatus.Expired);
        stage.On(ReleaseExchange, _ => true);
        stage.On(InspectReturn, _ => ReturnStatus.Inspected);
        stage.On(RestockReturn, _ => ReturnStatus.Inspected);
        stage.On(SettleReturn, _ => ReturnStatus.Inspected);
        stage.On(AskDifference, _ => new Money(5_000, Currency.Php));
        stage.On(OrderExchange, _ => true);
        stage.On(CheckExchange, _ => true);
        stage.On(GiveUpExchange, _ => true);
        stage.On(EndExchange, _ => ReturnStatus.Exchanged);
        stage.On(IssueCreditNote, _ => "CN-LIKHA-000001");
        stage.On(CloseReturn, _ => ReturnStatus.Closed);
        stage.On(Flow.AskForPerson, _ => true);
        stage.On(Flow.NoteResumption, _ => true);
    }

    [Fact]
    public void Other_goods_are_held_at_the_approval_and_ordered_after_the_inspection()
    {
        var run = Inspect();
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(run).Status);
        Assert.Equal(
            [.. Held, .. Inspected, "AskDifference", "OrderExchange", "CheckExchange", "EndExchange", "CloseReturn"],
            stage.Calls);
        Assert.Equal("pm_1", Assert.Single(stage.Given(OrderExchange)).Method);
    }

    [Fact]
    public void Goods_that_are_gone_at_the_approval_end_the_exchange_and_not_the_return()
    {
        stage.On(HoldExchange, _ => StockRefusals.TooFew);
        stage.On(AskDifference, _ => StockRefusals.TooFew);
        var run = Inspect();
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(run).Status);
        Assert.DoesNotContain("OrderExchange", stage.Calls);
        // At once, so that she knows; and again in the end, where it is the reason for which she has credit.
        Assert.Equal(
            [StockRefusals.TooFew, StockRefusals.TooFew], stage.Given(GiveUpExchange).Select(one => one.Reason));
    }

    [Fact]
    public void A_difference_that_the_bank_declines_leaves_the_value_as_credit()
    {
        stage.On(CheckExchange, () => ReplacementRefusals.Undecided, () => OrderRefusals.Declined);
        var run = Inspect();
        Assert.False(run.IsCompleted);
        stage.Pass(TimeSpan.FromSeconds(2));
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(run).Status);
        Assert.Equal(OrderRefusals.Declined, Assert.Single(stage.Given(GiveUpExchange)).Reason);
        Assert.Equal(["CheckExchange", "GiveUpExchange", "EndExchange", "CloseReturn"], stage.Calls[^4..]);
    }

    [Fact]
    public void What_cannot_be_ordered_any_more_leaves_the_value_as_credit()
    {
        stage.On(OrderExchange, _ => CartRefusals.PriceChanged);
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(Inspect()).Status);
        Assert.Equal(CartRefusals.PriceChanged, Assert.Single(stage.Given(GiveUpExchange)).Reason);
        Assert.Equal(["OrderExchange", "GiveUpExchange", "EndExchange", "CloseReturn"], stage.Calls[^4..]);
    }

    [Fact]
    public void The_shopper_may_say_later_how_she_pays()
    {
        var run = Inspect(method: null);
        Assert.Equal("AskDifference", stage.Calls[^1]);
        stage.Hear(DifferencePaid, new("payment", "pm_2"));
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(run).Status);
        Assert.Equal("pm_2", Assert.Single(stage.Given(OrderExchange)).Method);
    }

    [Fact]
    public void Who_never_says_how_she_pays_has_credit()
    {
        var run = Inspect(method: null);
        stage.Pass(Some.Policy.Returns.DifferenceTime);
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(run).Status);
        Assert.Equal(ReplacementRefusals.Unpaid, Assert.Single(stage.Given(GiveUpExchange)).Reason);
        Assert.DoesNotContain("OrderExchange", stage.Calls);
    }

    [Fact]
    public void Where_nothing_is_left_to_pay_no_card_is_asked_for()
    {
        stage.On(AskDifference, _ => new Money(0, Currency.Php));
        var run = Inspect(method: null);
        Assert.Equal(ReturnStatus.Closed, Rehearsal.End(run).Status);
        Assert.Equal("", Assert.Single(stage.Given(OrderExchange)).Method);
    }

    [Fact]
    public void Goods_that_never_came_free_what_was_held_for_them()
    {
        var run = Play("pm_1");
        stage.Hear(Reviewed, Some.Accepting);
        stage.Pass(Some.Policy.Returns.ParcelTime);
        Assert.Equal(ReturnStatus.Expired, Rehearsal.End(run).Status);
        Assert.Equal([.. Held, "ReleaseExchange", "ExpireReturn"], stage.Calls);
    }

    private Task<ReturnEnd> Inspect(string? method = "pm_1")
    {
        var run = Play(method);
        stage.Hear(Reviewed, Some.Accepting);
        stage.Hear(ParcelMoved, Some.Parcel("taken-in", Movements.TakenIn));
        stage.Hear(ReturnOrchestration.Inspected, Some.Found);
        return run;
    }

    private Task<ReturnEnd> Play(string? method)
    {
        var wish = Some.Coming.Wish with
        {
            Remedy = Remedy.Exchange,
            Instead = [new("HAT-M", 1)],
            Total = new(130_000, Currency.Php),
        };
        return stage.Play(context => Run(context, Some.Coming with { Wish = wish, Method = method }));
    }
}
