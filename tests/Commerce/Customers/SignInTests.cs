using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class SignInTests
{
    private static readonly SignIn Asked = new(new("s"), new("c"), "right", Now + SignIn.Life);

    [Fact]
    public void A_code_is_spent_at_its_first_use_and_only_the_same_attempt_may_say_it_again()
    {
        var entered = Asked.Enter("right", "one", Now).OrThrow();
        Assert.Equal(Now, entered.EnteredAt);
        Assert.Same(entered, entered.Enter("right", "one", Now.AddMinutes(1)).OrThrow());
        Says.Refused(SignInRefusals.Spent, entered.Enter("right", "two", Now.AddMinutes(1)));
        Says.Refused(SignInRefusals.Spent, entered.Enter("right", null, Now.AddMinutes(1)));
        Says.Refused(SignInRefusals.Spent, entered.Follow("two", Now.AddMinutes(1)));
        Says.Refused(SignInRefusals.WrongCode, entered.Enter("wrong", "one", Now.AddMinutes(1)));
    }

    [Fact]
    public void A_link_opens_for_an_hour_whatever_was_guessed_and_spends_the_code()
    {
        var guessed = Enumerable.Range(0, 5).Aggregate(Asked, (now, at) => Enter(now, $"wrong-{at}", Now).OrThrow());
        var followed = guessed.Follow("one", Now.AddMinutes(59)).OrThrow();
        Assert.Same(followed, followed.Follow("one", Now.AddMinutes(61)).OrThrow());
        Says.Refused(SignInRefusals.Spent, followed.Enter("right", "two", Now));
        Says.Refused(SignInRefusals.OldLink, guessed.Follow("one", Now.AddMinutes(60)));
    }

    [Fact]
    public void A_code_is_good_for_ten_minutes()
    {
        Assert.NotNull(Enter(Asked, "right", Now.AddMinutes(10).AddTicks(-1)).OrThrow().EnteredAt);
        Says.Refused(SignInRefusals.WrongCode, Enter(Asked, "right", Now.AddMinutes(10)));
    }

    [Fact]
    public void After_five_wrong_codes_the_right_one_does_not_help()
    {
        var tried = Enumerable.Range(0, 5).Aggregate(Asked, (now, at) => Enter(now, $"wrong-{at}", Now).OrThrow());
        Says.Refused(SignInRefusals.TooManyTries, Enter(tried, "right", Now));
    }

    [Fact]
    public void The_same_wrong_code_counts_once()
    {
        var tried = Enter(Asked, "wrong", Now).OrThrow();
        Assert.Same(tried, Enter(tried, "wrong", Now).OrThrow());
        Assert.Null(tried.EnteredAt);
    }

    [Fact]
    public void Three_letters_wait_for_nothing_the_next_for_ever_more_and_the_same_one_again_for_none()
    {
        CodeBudget? budget = null;
        for (int at = 0; at < 3; at++) budget = Allow(budget, $"{at}", Now).OrThrow();
        Assert.Same(budget, Allow(budget, "2", Now).OrThrow());
        Says.Refused(SignInRefusals.TooManyMails, Allow(budget, "3", Now.AddSeconds(59)));
        budget = Allow(budget, "3", Now.AddMinutes(1)).OrThrow();
        Says.Refused(SignInRefusals.TooManyMails, Allow(budget, "4", Now.AddMinutes(2)));
        budget = Allow(budget, "4", Now.AddMinutes(3)).OrThrow();
        Assert.Single(Allow(budget, "5", Now.AddDays(2)).OrThrow().Mailed);
    }

    [Fact]
    public void She_is_told_of_wrong_codes_once_an_hour()
    {
        var told = CodeBudget.Warn(null, new("b"), Now);
        Assert.Equal(Now, told.WarnedAt);
        Assert.Same(told, CodeBudget.Warn(told, told.Id, Now.AddMinutes(59)));
        Assert.Equal(Now.AddHours(1), CodeBudget.Warn(told, told.Id, Now.AddHours(1)).WarnedAt);
    }

    private static Result<SignIn> Enter(SignIn signIn, string code, DateTimeOffset now) =>
        signIn.Enter(code, "one", now);

    private static Result<CodeBudget> Allow(CodeBudget? budget, string signIn, DateTimeOffset now) =>
        CodeBudget.Allow(budget, new("b"), new(signIn), fromHerDevice: false, now);
}
