using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class ConsentTests
{
    private static readonly Customer Ana = new(new("6e0b3c1a-0000-4000-8000-00000000000c"), Now);
    private static readonly ConsentText Mail = ConsentText.Of(ConsentText.Marketing)!;
    private static readonly Consent Given = new(Mail.Purpose, true, Mail.Version, Now, "account");

    [Fact]
    public void Nobody_is_written_to_who_has_not_said_yes()
    {
        Assert.False(Ana.Allows(ConsentText.Marketing));
        Assert.True(Ana.Answer(Given).OrThrow().Allows(ConsentText.Marketing));
        var withdrawn = Ana.Answer(Given).OrThrow().Answer(Given with { Given = false }).OrThrow();
        Assert.False(withdrawn.Allows(ConsentText.Marketing));
    }

    [Fact]
    public void Orders_are_counted_until_she_objects_and_again_when_she_agrees()
    {
        var text = ConsentText.Of(ConsentText.Recommendations)!;
        var objection = new Consent(text.Purpose, false, text.Version, Now, "account");
        Assert.True(Ana.Allows(text.Purpose));
        Assert.False(Ana.Answer(objection).OrThrow().Allows(text.Purpose));
        var again = Ana.Answer(objection).OrThrow().Answer(objection with { Given = true }).OrThrow();
        Assert.True(again.Allows(text.Purpose));
    }

    [Fact]
    public void Saying_it_again_keeps_the_time_of_the_first()
    {
        var first = Ana.Answer(Given).OrThrow();
        Assert.Same(first, first.Answer(Given with { At = Now.AddDays(1), Source = "checkout" }).OrThrow());
    }

    [Fact]
    public void Consent_is_to_the_text_that_is_shown_today_and_is_withdrawn_whatever_the_text()
    {
        Says.Refused(CustomerRefusals.OtherText, Ana.Answer(Given with { TextVersion = "2019-01" }));
        Says.Refused(CustomerRefusals.Purpose, Ana.Answer(Given with { Purpose = "selling-data" }));
        var withdrawn = Ana.Answer(Given).OrThrow().Answer(Given with { Given = false, TextVersion = "2019-01" });
        Assert.False(withdrawn.OrThrow().Allows(Mail.Purpose));
    }

    [Fact]
    public void What_nobody_is_asked_about_is_not_allowed() => Assert.False(Ana.Allows("selling-data"));
}
