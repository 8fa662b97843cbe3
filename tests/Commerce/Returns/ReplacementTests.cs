using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class ReplacementTests
{
    private static readonly ReturnWish Hats = Wish(Ask(Tote, 1)) with
    {
        Remedy = Remedy.Exchange,
        Instead = [new(Hat, 2)],
        Total = Php(139_998),
    };

    [Fact]
    public void The_order_of_a_replacement_is_known_before_there_is_one()
    {
        var one = Replacement.Of(ReturnId, Hats)!;
        Assert.Equal(one.Order, Replacement.Of(ReturnId, Hats)!.Order);
        Assert.NotEqual(one.Order, Replacement.Of(new("return-2"), Hats)!.Order);
        Assert.NotEqual(one.Order.Value, one.Cart.Value);
        Assert.True(Id<Order>.TryParse(one.Order.Value, out _));
        Assert.Null(Replacement.Of(ReturnId, Wish(Ask(Tote, 1))));
    }

    [Fact]
    public void Goods_are_exchanged_for_different_things_with_a_price_and_at_home_only()
    {
        var order = AtHome((Tote, 1));
        Says.Refused(ReplacementRefusals.Lines, Taking(order, Hats with { Instead = [] }));
        Says.Refused(ReplacementRefusals.Lines, Taking(order, Hats with { Instead = [new(Hat, 1), new(Hat, 1)] }));
        Says.Refused(ReplacementRefusals.Lines, Taking(order, Hats with { Total = Usd(100) }));
        var abroad = order with { Delivery = Home with { Address = Home.Address with { Country = "JP" } } };
        Says.Refused(ReplacementRefusals.Abroad, Taking(abroad, Hats));
        Assert.Null(Taking(order, Hats).Refusal);
    }

    [Fact]
    public void Abroad_an_exchange_is_not_offered_and_what_is_possible_instead_is()
    {
        var order = AtHome((Tote, 1));
        var abroad = order with { Delivery = Home with { Address = Home.Address with { Country = "JP" } } };
        var shoes = abroad.Lines[0] with { HsCode = "640419" };
        ReturnTerms On(Order order, OrderLine line) =>
            order.TermsOf(line, ReturnReason.ChangedMind, Policy.Returns, Now.AddDays(5));

        Assert.Equal([Remedy.Refund, Remedy.Credit, Remedy.Exchange], On(order, order.Lines[0]).Remedies);
        Assert.Equal([Remedy.Refund, Remedy.Credit], On(abroad, abroad.Lines[0]).Remedies);
        // Goods for exchange only become credit there, which buys others.
        Assert.Equal([Remedy.Credit], On(abroad, shoes).Remedies);
        Assert.Equal(ReturnRefusals.ExchangeOnly, On(abroad, shoes).Forbids(Remedy.Refund, Now.AddDays(5)));
        Assert.Contains("store credit", ReplacementRefusals.Abroad.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_dearer_replacement_costs_more_is_left_for_the_card()
    {
        var back = Inspected(Hats);
        Assert.Equal((Php(125_000), Php(14_998), Php(0)), (back.Spent, back.Difference(Policy), back.Payable));
    }

    [Fact]
    public void What_a_cheaper_replacement_leaves_is_paid_back()
    {
        var back = Inspected(Hats with { Instead = [new(Hat, 1)], Total = Php(69_999) });
        Assert.Equal((Php(69_999), Php(0), Php(55_001)), (back.Spent, back.Difference(Policy), back.Payable));
    }

    [Fact]
    public void A_difference_too_small_for_a_card_is_made_large_enough_and_what_was_not_used_stays_as_credit()
    {
        var back = Inspected(Hats with { Total = Php(125_001) });
        Assert.Equal((Php(122_001), Php(3_000)), (back.Used(Policy), back.Difference(Policy)));
        Assert.Equal((Php(125_000), Php(0)), (back.Spent, back.Payable));

        var equal = Inspected(Hats with { Total = Php(125_000) });
        Assert.Equal((Php(125_000), Php(0)), (equal.Used(Policy), equal.Difference(Policy)));
    }

    [Fact]
    public void Of_goods_for_exchange_only_nothing_goes_to_the_card()
    {
        var back = Inspected(Hats with { Instead = [new(Hat, 1)], Total = Php(69_999) });
        var line = back.Lines[0] with { Terms = back.Lines[0].Terms! with { Kind = ReturnKind.ExchangeOnly } };
        Assert.Equal(Php(0), (back with { Lines = [line] }).Payable);
    }

    [Fact]
    public void An_exchange_that_is_given_up_leaves_its_value_as_credit_and_is_still_what_was_asked_for()
    {
        var back = Inspected(Hats);
        var given = back.GiveUpExchange(OrderRefusals.Declined).OrThrow();
        Assert.Equal((Remedy.Credit, OrderRefusals.Declined), (given.Remedy, given.Reason));
        Assert.Equal((Php(0), Php(0)), (given.Spent, given.Payable));
        Assert.True(given.Wish.IsSame(Hats));
        Says.Refused(
            ReturnRefusals.NotNow,
            (back with { Status = ReturnStatus.Exchanged }).GiveUpExchange(OrderRefusals.Declined));
    }

    [Fact]
    public void A_replacement_is_delivered_free_of_charge_to_the_same_address()
    {
        var replacement = Replacement.Of(ReturnId, Hats)!;
        var cart = replacement.Fill(AtHome((Tote, 1)), Policy, Now);
        Assert.Equal(Home, cart.Delivery);
        var quote = Serverless.Commerce.Quote.Of(cart, Offers, Replacement.Terms(Policy)).OrThrow();
        Assert.Equal((Php(139_998), Php(0)), (quote.Totals.Total, quote.Totals.Shipping));
    }

    private static Result<Order> Taking(Order order, ReturnWish wish) =>
        order.TakeBack(ReturnId, wish, Policy.Returns, Now.AddDays(5));

    private static Return Inspected(ReturnWish wish)
    {
        var taken = Taking(AtHome((Tote, 1)), wish).OrThrow();
        var back = Return.Request(ReturnId, "run-1", taken, wish, Policy.Returns, Now.AddDays(5)).OrThrow();
        return (back with { Status = ReturnStatus.Received })
            .Inspect([new(Tote, 1, Disposition.Restock)], taken, Policy).OrThrow();
    }
}
