using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class SignInTests
{
    private static readonly SignIn Asked = new(new("s"), new("c"), "right", Now + SignIn.Life);

    [Fact]
    public void The_right_code_is_entered_once_and_may_be_said_again()
    {
        var entered = Asked.Enter("right", Now).OrThrow();
        Assert.Equal(Now, entered.EnteredAt);
        Assert.Same(entered, entered.Enter("right", Now.AddMinutes(1)).OrThrow());
    }

    [Fact]
    public void A_code_is_good_for_ten_minutes()
    {
        Assert.NotNull(Asked.Enter("right", Now.AddMinutes(10).AddTicks(-1)).OrThrow().EnteredAt);
        Says.Refused(SignInRefusals.WrongCode, Asked.Enter("right", Now.AddMinutes(10)));
    }

    [Fact]
    public void After_five_wrong_codes_the_right_one_does_not_help()
    {
        var tried = Enumerable.Range(0, 5).Aggregate(Asked, (now, at) => now.Enter($"wrong-{at}", Now).OrThrow());
        Says.Refused(SignInRefusals.TooManyTries, tried.Enter("right", Now));
    }

    [Fact]
    public void The_same_wrong_code_counts_once()
    {
        var tried = Asked.Enter("wrong", Now).OrThrow();
        Assert.Same(tried, tried.Enter("wrong", Now).OrThrow());
        Assert.Null(tried.EnteredAt);
    }

    [Fact]
    public void An_address_gets_five_codes_an_hour_and_the_same_one_again_is_none()
    {
        CodeBudget? budget = null;
        for (int at = 0; at < 5; at++) budget = Allow(budget, $"{at}", Now.AddMinutes(at)).OrThrow();
        Assert.Same(budget, Allow(budget, "3", Now.AddMinutes(10)).OrThrow());
        Says.Refused(SignInRefusals.TooManyMails, Allow(budget, "5", Now.AddMinutes(59)));
        Assert.Equal(5, Allow(budget, "5", Now.AddMinutes(60)).OrThrow().Mailed.Length);
    }

    private static Result<CodeBudget> Allow(CodeBudget? budget, string signIn, DateTimeOffset now) =>
        CodeBudget.Allow(budget, new("b"), new(signIn), now);
}
