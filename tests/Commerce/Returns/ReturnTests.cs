using System.Collections.Immutable;
using Serverless.Commerce;
using static Serverless.Commerce.ReturnStatus;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class ReturnTests
{
    [Fact]
    public void A_return_is_its_order_s_customer_s()
    {
        var order = AtHome((Tote, 1)) with { Customer = new("customer-1") };
        Assert.Equal(order.Customer, Requested(order, Ask(Tote, 1)).Return.Customer);
    }

    private static readonly Label Label = new("Ninja Van", "NVR1");

    [Fact]
    public void A_return_names_what_the_order_has_set_aside_for_it()
    {
        var (back, order) = Requested(AtHome((Tote, 3), (Hat, 1)), Ask(Tote, 2));
        Assert.Equal((ReturnStatus.Requested, order.Id), (back.Status, back.Order));
        var line = Assert.Single(back.Lines);
        Assert.Equal((Tote, "Abaca tote", 2), (line.Sku, line.Name, line.Quantity));
        Assert.Equal(ReturnReason.ChangedMind, line.Reason);
        Assert.Equal(Php(0), back.Refund);
    }

    [Fact]
    public void Without_units_set_aside_there_is_no_return() => Says.Refused(
        ReturnRefusals.NotReserved,
        Return.Request(ReturnId, "run-1", AtHome((Tote, 1)), Wish(Ask(Tote, 1)), Policy.Returns, Now));

    [Fact]
    public void A_return_goes_from_the_request_to_the_refund()
    {
        var (back, order) = Requested(AtHome((Tote, 2)), Ask(Tote, 2));
        var closed = back.Approve([]).OrThrow().IssueLabel(Label).OrThrow().Travel().OrThrow().Receive("MNL").OrThrow()
            .Inspect([new(Tote, 2, Disposition.Restock)], order, Policy).OrThrow()
            .PayBack().OrThrow().Close().OrThrow();
        Assert.Equal((Closed, Label, Php(250_000)), (closed.Status, closed.Label, closed.Refund));
    }

    [Fact]
    public void A_declined_return_and_one_that_never_came_say_why()
    {
        var (back, _) = Requested(AtHome((Tote, 1)), Ask(Tote, 1));
        Assert.Equal(ReturnRefusals.Refused, back.Decline().OrThrow().Reason);
        var expired = back.Approve([]).OrThrow().IssueLabel(Label).OrThrow().Expire().OrThrow();
        Assert.Equal((Expired, ReturnRefusals.NeverCame), (expired.Status, expired.Reason));
    }

    [Fact]
    public void Damaged_goods_are_paid_back_and_missing_goods_are_not()
    {
        var (back, order) = Arrived(AtHome((Tote, 3)), Ask(Tote, 3));
        var inspected = back.Inspect(
            [new(Tote, 1, Disposition.Restock), new(Tote, 1, Disposition.Damaged), new(Tote, 1, Disposition.Missing)],
            order, Policy).OrThrow();
        Assert.Equal(Php(250_000), inspected.Refund);
        Assert.Equal(3, inspected.Lines[0].Findings.Length);
    }

    [Fact]
    public void An_empty_parcel_pays_nothing_back()
    {
        var (back, order) = Arrived(AtHome((Tote, 2)), Ask(Tote, 1));
        Assert.Equal(Php(0), back.Inspect([new(Tote, 1, Disposition.Missing)], order, Policy).OrThrow().Refund);
    }

    [Fact]
    public void Staff_may_accept_some_units_and_the_others_stay_with_the_shopper()
    {
        var (back, _) = Requested(AtHome((Tote, 3), (Hat, 1)), Ask(Tote, 3), Ask(Hat, 1));
        var approved = back.Approve([new(Tote, 2)]).OrThrow();
        Assert.Equal([(2, 1), (0, 1)], approved.Lines.Select(line => (line.Quantity, line.Declined)));
        Assert.True(approved.Wish.IsSame(back.Wish));
    }

    [Fact]
    public void Staff_accept_something_and_no_more_than_was_asked_for()
    {
        var (back, _) = Requested(AtHome((Tote, 3)), Ask(Tote, 2));
        Says.Refused(ReturnRefusals.Acceptance, back.Approve([new(Tote, 3)]));
        Says.Refused(ReturnRefusals.Acceptance, back.Approve([new(Hat, 1)]));
        Says.Refused(ReturnRefusals.Acceptance, back.Approve([new(Tote, 0)]));
        Says.Refused(ReturnRefusals.Acceptance, back.Approve([new(Tote, 1), new(Tote, 1)]));
    }

    [Fact]
    public void A_return_keeps_the_terms_on_which_it_was_asked_for()
    {
        var (back, _) = Requested(AtHome((Tote, 1)), Ask(Tote, 1));
        Assert.Equal(("usual", ReturnKind.Free), (back.Lines[0].Terms!.Rule, back.Lines[0].Terms!.Kind));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Findings_of_more_or_fewer_units_than_were_asked_for_do_not_fit(int quantity) =>
        DoesNotFit(new Finding(Tote, quantity, Disposition.Restock));

    [Fact]
    public void Findings_of_what_was_never_asked_for_do_not_fit() =>
        DoesNotFit(new(Tote, 2, Disposition.Restock), new(Hat, 1, Disposition.Restock));

    [Fact]
    public void Findings_of_no_or_of_negative_quantities_do_not_fit()
    {
        DoesNotFit();
        DoesNotFit(new(Tote, 2, Disposition.Restock), new(Tote, 0, Disposition.Damaged));
        DoesNotFit(new(Tote, 3, Disposition.Restock), new(Tote, -1, Disposition.Missing));
    }

    [Fact]
    public void Only_a_parcel_that_is_here_is_inspected_and_only_once()
    {
        var (back, order) = Requested(AtHome((Tote, 2)), Ask(Tote, 2));
        ImmutableArray<Finding> good = [new(Tote, 2, Disposition.Restock)];
        Says.Refused(ReturnRefusals.NotNow, back.Inspect(good, order, Policy));
        var inspected = (back with { Status = Received }).Inspect(good, order, Policy).OrThrow();
        var again = inspected.Inspect([new(Tote, 2, Disposition.Missing)], order, Policy).OrThrow();
        Assert.Same(inspected, again);
    }

    [Fact]
    public void A_parcel_may_arrive_without_any_word_from_the_carrier()
    {
        var (back, _) = Requested(AtHome((Tote, 1)), Ask(Tote, 1));
        var labelled = back.Approve([]).OrThrow().IssueLabel(Label).OrThrow();
        var here = labelled.Receive("MNL").OrThrow();
        Assert.Equal((Received, "MNL"), (here.Status, here.Location));
    }

    private static void DoesNotFit(params ImmutableArray<Finding> findings)
    {
        var (back, order) = Arrived(AtHome((Tote, 3), (Hat, 1)), Ask(Tote, 2));
        Says.Refused(ReturnRefusals.Findings, back.Inspect(findings, order, Policy));
        Assert.Equal(ReturnRefusals.Findings, back.Fits(findings));
    }

    private static (Return, Order) Arrived(Order order, params ReturnAsk[] asked)
    {
        var (back, taken) = Requested(order, asked);
        return (back with { Status = Received }, taken);
    }
}
