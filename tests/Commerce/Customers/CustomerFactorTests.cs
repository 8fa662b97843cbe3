using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class CustomerFactorTests
{
    private static readonly CustomerFactor Proposed = new("phone", new("key", "sealed"));
    private static readonly Customer On = new Customer(new("ana"), Now).Propose(Proposed).OrThrow()
        .TurnOn("phone", 10, ["one", "two"], Now).OrThrow();

    [Fact]
    public void What_was_shown_is_spent_and_for_the_same_purpose_it_is_a_repetition()
    {
        var step = new FactorUse(11, [], "sign-in");
        var once = On.Show(step).OrThrow();
        Assert.Same(once, once.Show(step).OrThrow());
        Says.Refused(FactorRefusals.Wrong, once.Show(step with { For = "another" }));
        Says.Refused(FactorRefusals.Wrong, On.Show(step with { Step = 10 }));
        var code = new FactorUse(null, ["of another key", "one"], "sign-in");
        var spent = once.Show(code).OrThrow();
        Assert.Equal(["two"], spent.Factor!.Codes);
        Assert.Same(spent, spent.Show(code).OrThrow());
        Says.Refused(FactorRefusals.Wrong, spent.Show(code with { For = "another" }));
    }

    [Fact]
    public void It_is_on_once_a_code_of_it_was_typed_and_off_for_a_code_of_now()
    {
        var proposed = new Customer(new("ana"), Now).Propose(Proposed).OrThrow();
        Assert.False(proposed.HasSecondFactor);
        Says.Refused(FactorRefusals.Off, proposed.Show(new(11, [], "sign-in")));
        Says.Refused(FactorRefusals.Unknown, proposed.TurnOn("another", 10, [], Now));
        Says.Refused(FactorRefusals.On, On.Propose(Proposed with { Id = "another" }));
        Says.Refused(FactorRefusals.Wrong, On.TurnOff(FactorUse.Nothing));
        var off = On.TurnOff(new(11, [], "off")).OrThrow();
        Assert.Null(off.Factor);
        Assert.Same(off, off.TurnOff(FactorUse.Nothing).OrThrow());
        Assert.Equal(["new"], On.Recode(new(null, ["one"], "codes"), ["new"]).OrThrow().Factor!.Codes);
        Assert.Null(On.LoseFactor().OrThrow().Factor);
        Assert.Null(On.Forget(Now).OrThrow().Factor);
    }

    [Fact]
    public void Its_secret_is_sealed_anew_with_all_that_is_sealed_of_her()
    {
        Assert.Equal([Proposed.Secret], On.Sealed);
        var anew = new SealedText("key2", "sealed anew");
        var moved = On.Reseal(new Dictionary<SealedText, SealedText> { [Proposed.Secret] = anew }).OrThrow();
        Assert.Equal(anew, moved.Factor!.Secret);
    }

    [Fact]
    public void Five_that_were_shown_are_looked_at_and_what_was_wrong_may_be_right_half_a_minute_later()
    {
        var entered = new SignIn(new("s"), new("ana"), "code", Now + SignIn.Life)
            .Enter("code", "by-her", Now).OrThrow();
        Says.Refused(SignInRefusals.Spent, entered.Show("a", "a0", Now + SignIn.Life));
        var tried = entered.Show("a", "a0", Now).OrThrow();
        Assert.Same(tried, tried.Show("a", "a0", Now).OrThrow());
        tried = Enumerable.Range(1, 4).Aggregate(tried, (record, at) => record.Show("a", $"a{at}", Now).OrThrow());
        Says.Refused(SignInRefusals.TooManyTries, tried.Show("a", "a5", Now));
        var passed = tried.Pass("a", Now).OrThrow();
        Assert.Same(passed, passed.Pass("a", Now).OrThrow());
        Assert.Same(passed, passed.Show("a", "a9", Now).OrThrow());
        Says.Refused(SignInRefusals.Spent, passed.Show("b", "b9", Now));
    }
}
