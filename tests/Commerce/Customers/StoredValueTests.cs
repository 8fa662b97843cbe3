using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class StoredValueTests
{
    private static readonly Id<Customer> Ana = new("6e0b3c1a-0000-4000-8000-00000000000c");
    private static readonly DateTimeOffset Soon = Now.AddDays(10);
    private static readonly DateTimeOffset Late = Now.AddDays(100);

    [Fact]
    public void Points_are_named_after_their_customer_and_credit_after_its_currency_too()
    {
        Assert.Equal($"points-{Ana}", StoredValue.PointsOf(Ana).Value);
        Assert.Equal($"credit-php-{Ana}", StoredValue.CreditOf(Ana, Currency.Php).Value);
    }

    [Fact]
    public void Points_of_one_day_of_expiry_are_one_lot_and_the_same_cause_earns_once()
    {
        var value = Earned(("a", 30, Late), ("b", 20, Soon), ("c", 5, Late), ("a", 30, Late));
        Assert.Equal([new ValueLot(20, Soon), new ValueLot(35, Late)], value.Lots);
        Assert.Equal((55, Soon), (value.Balance, value.NextExpiry));
    }

    [Fact]
    public void Nothing_and_less_than_nothing_are_neither_earned_nor_held()
    {
        Says.Refused(StoredValueRefusals.Amount, StoredValue.Earn(null, Ana, "a", 0, Late, Now));
        Says.Refused(StoredValueRefusals.Amount, StoredValue.Issue(null, Ana, "a", Php(-1), Now));
        Says.Refused(StoredValueRefusals.Amount, Earned(("a", 30, Late)).Hold(Order(1), 0, Now));
        Says.Refused(StoredValueRefusals.Amount, Earned(("a", 30, Late)).Reverse("r", -1, Late, Now));
    }

    [Fact]
    public void What_expires_first_is_spent_first()
    {
        var value = Earned(("a", 30, Late), ("b", 20, Soon)).Hold(Order(1), 25, Now).OrThrow();
        Assert.Equal([new ValueLot(25, Late)], value.Lots);
        Assert.Equal((50, 25, 25), (value.Balance, value.Held, value.Available(Now)));
        Assert.Equal((25, 0), (value.Burn(Order(1), Now).OrThrow().Balance, value.Burn(Order(1), Now).OrThrow().Held));
    }

    [Fact]
    public void More_than_there_is_cannot_be_held_and_what_is_held_cannot_be_held_again()
    {
        var points = Earned(("a", 30, Late));
        Says.Refused(StoredValueRefusals.TooFew, points.Hold(Order(1), 31, Now));
        Says.Refused(StoredValueRefusals.TooFew, points.Hold(Order(1), 20, Now).OrThrow().Hold(Order(2), 11, Now));
        var credit = StoredValue.Issue(null, Ana, "a", Php(30), Now).OrThrow();
        Says.Refused(StoredValueRefusals.TooLittle, credit.Hold(Order(1), 31, Now));
    }

    [Fact]
    public void An_order_holds_one_amount()
    {
        var value = Earned(("a", 30, Late)).Hold(Order(1), 10, Now).OrThrow();
        Assert.Same(value, value.Hold(Order(1), 10, Now).OrThrow());
        Says.Refused(StoredValueRefusals.OtherAmount, value.Hold(Order(1), 11, Now));
    }

    [Fact]
    public void What_is_given_back_keeps_its_day_of_expiry()
    {
        var before = Earned(("a", 30, Late), ("b", 20, Soon));
        var after = before.Hold(Order(1), 25, Now).OrThrow().GiveBack(Order(1), Now).OrThrow();
        Assert.Equal(before.Lots, after.Lots);
        Assert.Empty(after.Holds);
    }

    [Fact]
    public void What_expired_while_it_was_held_comes_back_for_a_week()
    {
        var held = Earned(("b", 20, Soon)).Hold(Order(1), 20, Now).OrThrow();
        Assert.Same(held, held.Expire(Soon).OrThrow());
        var back = held.GiveBack(Order(1), Soon).OrThrow();
        Assert.Equal([new ValueLot(20, Soon + StoredValue.Grace)], back.Lots);
    }

    [Fact]
    public void A_hold_that_comes_after_it_was_taken_back_does_not_happen()
    {
        var value = Earned(("a", 30, Late)).GiveBack(Order(1), Now).OrThrow();
        Says.Refused(StoredValueRefusals.Settled, value.Hold(Order(1), 10, Now));
        Assert.Equal(30, value.Available(Now));
    }

    [Fact]
    public void Only_what_is_held_is_spent_and_what_is_spent_does_not_come_back_as_given_up()
    {
        var value = Earned(("a", 30, Late));
        Says.Refused(StoredValueRefusals.NotHeld, value.Burn(Order(1), Now));
        var burnt = value.Hold(Order(1), 10, Now).OrThrow().Burn(Order(1), Now).OrThrow();
        Assert.Same(burnt, burnt.Burn(Order(1), Now).OrThrow());
        Says.Refused(StoredValueRefusals.Settled, burnt.GiveBack(Order(1), Now));
    }

    [Fact]
    public void Points_that_have_expired_can_not_be_spent_even_before_they_are_cleared_away()
    {
        var value = Earned(("b", 20, Soon), ("a", 30, Late));
        Says.Refused(StoredValueRefusals.TooFew, value.Hold(Order(1), 31, Soon));
        var held = value.Hold(Order(1), 30, Soon).OrThrow();
        Assert.Equal([new ValueLot(20, Soon)], held.Lots);
        var cleared = value.Expire(Soon).OrThrow();
        Assert.Equal((30, -20), (cleared.Balance, cleared.Entries[^1].Change));
        Assert.Same(cleared, cleared.Expire(Soon).OrThrow());
    }

    [Fact]
    public void A_return_takes_the_points_of_its_own_order_before_older_ones()
    {
        var value = Earned(("b", 20, Soon), ("a", 30, Late)).Reverse("r", 25, Late, Now).OrThrow();
        Assert.Equal([new ValueLot(20, Soon), new ValueLot(5, Late)], value.Lots);
        Assert.Equal(25, value.Balance);
    }

    [Fact]
    public void What_was_spent_before_it_is_reversed_is_noted_as_a_shortfall()
    {
        var spent = Earned(("a", 30, Late)).Hold(Order(1), 25, Now).OrThrow().Burn(Order(1), Now).OrThrow();
        var value = spent.Reverse("r", 30, Late, Now).OrThrow();
        Assert.Equal((0, 25), (value.Balance, value.Shortfall));
        Assert.Equal(new ValueEntry("r", ValueEntryKind.Reversed, -5, Now) { Missing = 25 }, value.Entries[^1]);
        Assert.Same(value, value.Reverse("r", 30, Late, Now).OrThrow());
    }

    [Fact]
    public void Credit_never_expires()
    {
        var credit = StoredValue.Issue(null, Ana, "a", Php(30), Now).OrThrow().Restore("b", 5, Soon, Now).OrThrow();
        Assert.Equal([new ValueLot(35, null)], credit.Lots);
        Assert.Same(credit, credit.Expire(Now.AddYears(50)).OrThrow());
    }

    [Fact]
    public void However_much_happens_the_record_stays_small_and_adds_up()
    {
        var value = Earned(("a", 1, Late));
        for (int i = 0; i < 500; i++) value = StoredValue.Earn(value, Ana, $"e{i}", i + 1, Late, Now).OrThrow();
        Assert.Equal(StoredValue.MostEntries, value.Entries.Length);
        Assert.Equal(value.Balance, value.BroughtForward + value.Entries.Sum(entry => entry.Change));
    }

    [Fact]
    public void Only_so_many_checkouts_hold_value_at_once()
    {
        var value = Earned(("a", 100, Late));
        for (int i = 0; i < StoredValue.MostHolds; i++) value = value.Hold(Order(i), 1, Now).OrThrow();
        Says.Refused(StoredValueRefusals.Busy, value.Hold(Order(99), 1, Now));
    }

    private static StoredValue Earned(params (string Cause, long Points, DateTimeOffset Until)[] all) => all.Aggregate(
        (StoredValue?)null,
        (value, one) => StoredValue.Earn(value, Ana, one.Cause, one.Points, one.Until, Now).OrThrow())!;
}
