using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>Who has to be told of a leak, by when, and what may not be said of it.</summary>
public sealed class BreachTests
{
    private static readonly Id<Breach> Id = new("6e0b3c1a-0000-4000-8000-00000000000b");
    private static readonly BreachStory Known = new(Now.AddHours(-1)) { Happened = "A key was in a public log." };
    private static readonly BreachStory Grave = Known with { EnablesFraud = true, Acquired = true, SeriousHarm = true };

    private static Breach Case(BreachStory story) => Breach.Open(Id, Now, story, Now.AddHours(2)).OrThrow();

    [Fact]
    public void The_clock_runs_for_72_hours_from_when_it_was_known() =>
        Assert.Equal(Now.AddHours(72), Case(Known).Deadline);

    [Fact]
    public void The_commission_is_told_where_all_three_conditions_hold()
    {
        Assert.Equal(BreachNeed.Needed, BreachDuty.Of(Case(Grave), BreachParty.Npc));
        Assert.Equal(BreachNeed.Unclear, BreachDuty.Of(Case(Grave with { Acquired = null }), BreachParty.Npc));
        Assert.Equal(BreachNeed.NotNeeded, BreachDuty.Of(Case(Grave with { EnablesFraud = false }), BreachParty.Npc));
        Assert.Equal(
            BreachNeed.Needed, BreachDuty.Of(Case(Grave with { EnablesFraud = false }), BreachParty.People));
    }

    [Fact]
    public void An_authority_of_the_EU_is_told_unless_no_risk_is_likely()
    {
        Assert.Equal(BreachNeed.Unclear, BreachDuty.Of(Case(Known), BreachParty.Eu));
        Assert.Equal(BreachNeed.Needed, BreachDuty.Of(Case(Known with { NoRisk = false }), BreachParty.Eu));
        Assert.Equal(BreachNeed.NotNeeded, BreachDuty.Of(Case(Known with { NoRisk = true }), BreachParty.Eu));
    }

    [Fact]
    public void Times_and_risks_that_contradict_each_other_are_refused_by_name()
    {
        string[] Bad(BreachStory story) =>
            [.. Breach.Open(Id, Now, story, Now.AddHours(2)).Refusal?.Fields?.Select(field => field.Name) ?? []];
        Assert.Equal(["foundAt"], Bad(Known with { FoundAt = Now.AddHours(1) }));
        Assert.Equal(["from"], Bad(Known with { From = Now.AddHours(1) }));
        Assert.Equal(["until"], Bad(Known with { From = Now.AddHours(-3), Until = Now.AddHours(-4) }));
        Assert.Equal(["madeUntil"], Bad(Known with { MadeFrom = Now, MadeUntil = Now.AddHours(-4) }));
        Assert.Equal(["noRisk"], Bad(Grave with { NoRisk = true }));
        Assert.Equal(["awareAt"], Breach.Open(Id, Now.AddHours(3), Known, Now.AddHours(2)).Refusal!.Fields!
            .Select(field => field.Name));
    }

    [Fact]
    public void It_is_settled_when_all_were_told_or_a_reason_says_why_not_and_closes_only_then()
    {
        var open = Case(Known).Remind(66, Now.AddHours(66)).OrThrow();
        Says.Refused(BreachRefusals.NotSettled, open.Close(Now));
        var settled = Enum.GetValues<BreachParty>().Aggregate(open, (breach, party) => breach.Answer(
            new(party, party == BreachParty.Npc, Now.AddHours(5)) { Reason = "Nobody got it." }).OrThrow());
        Assert.True(settled.IsSettled);
        Assert.Null(settled.Attention);
        Assert.Same(settled, settled.Remind(72, Now.AddHours(72)).OrThrow());
        var closed = settled.Close(Now.AddHours(6)).OrThrow();
        Assert.Same(closed, closed.Close(Now.AddHours(7)).OrThrow());
        Says.Refused(BreachRefusals.Closed, closed.Tell(Grave, Now.AddHours(7)));
    }

    [Fact]
    public void Who_must_be_told_or_was_told_cannot_be_left_out()
    {
        var told = new BreachAnswer(BreachParty.Npc, true, Now.AddHours(3));
        var not = told with { Told = false, Reason = "We would rather not." };
        Says.Refused(BreachRefusals.MustTell, Case(Grave).Answer(not));
        Says.Refused(BreachRefusals.ToldAlready, Case(Known).Answer(told).OrThrow().Answer(not));
        Says.Refused(BreachRefusals.BeforeKnown, Case(Known).Answer(told with { At = Now.AddHours(-1) }));
        var once = Case(Known).Answer(told).OrThrow();
        Assert.Same(once, once.Answer(told with { At = Now.AddHours(4) }).OrThrow());
    }

    [Fact]
    public void After_72_hours_the_reminder_says_that_it_is_too_late_and_who_waits()
    {
        Assert.Equal("breach.due", Case(Known).Remind(48, Now).OrThrow().Attention!.Code);
        var late = Case(Known).Remind(72, Now).OrThrow().Attention!;
        Assert.Equal(("breach.overdue", true), (late.Code, late.Message.Contains("Npc, Eu, People")));
    }

    [Fact]
    public void With_the_last_hour_the_time_is_over_in_every_place_that_asks()
    {
        var open = Case(Known);
        Assert.False(open.IsLate(open.Deadline.AddTicks(-1)));
        Assert.True(open.IsLate(open.Deadline));
        Assert.Equal("breach.overdue", open.Remind(72, open.Deadline).OrThrow().Attention!.Code);
    }

    [Fact]
    public void What_a_record_holds_of_people_is_told_in_the_notices_words_and_nothing_of_what_is_forgotten()
    {
        var order = AtHome((Tote, 1));
        Assert.Equal(
            [
                "e-mail address", "name", "postcode", "province or state", "street and house", "telephone number",
                "the last four digits of the card", "town",
            ],
            HeldData.In(order));
        Assert.Empty(HeldData.In(new Erasure(new("e"), new("c"), Asker.Staff, Now) { Reason = Register.Forgotten }));
        Assert.Empty(HeldData.In(null));
    }

    [Fact]
    public void Every_kind_that_can_leak_says_what_of_the_register_is_in_it()
    {
        Assert.All(BreachKinds.All.Except(["photos"]), kind => Assert.NotEmpty(BreachKinds.CategoriesIn(kind)));
        Assert.Contains("the last four digits of the card", BreachKinds.CategoriesIn("orders"));
    }
}
