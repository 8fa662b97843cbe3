using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class StaffAccessTests
{
    private static readonly StaffAccess Joined = StaffAccess.Accept(
        null, new("ana"), Invitation.Of("first", 0, Now), "hash", Now).OrThrow();

    private static readonly StaffAccess Enrolled = Joined with
    {
        Totp = new("t", "SECRET", Now, 10),
        Codes = [new("one"), new("two")],
    };

    [Fact]
    public void A_step_in_time_and_a_recovery_code_are_spent_with_their_first_use()
    {
        var once = Enrolled.SignIn(Session("a"), new(11, null), null, Now).OrThrow();
        Says.Refused(StaffRefusals.WrongCode, once.SignIn(Session("b"), new(11, null), null, Now));
        Says.Refused(StaffRefusals.WrongCode, once.SignIn(Session("b"), new(10, null), null, Now));
        var spent = once.SignIn(Session("b"), new(null, "one"), null, Now).OrThrow();
        Says.Refused(StaffRefusals.WrongCode, spent.SignIn(Session("c"), new(null, "one"), null, Now));
        Says.Refused(StaffRefusals.CodeNeeded, spent.SignIn(Session("c"), null, null, Now));
        Assert.Equal(2, spent.Sessions.Length);
    }

    [Fact]
    public void A_token_that_was_replaced_ends_the_session_unless_it_was_a_moment_ago()
    {
        var open = Joined.SignIn(Session("a") with { IsStrong = false }, null, null, Now).OrThrow();
        var renewed = open.Renew("a", 0, Now).OrThrow();
        Assert.Same(renewed, renewed.Renew("a", 0, Now.AddSeconds(19)).OrThrow());
        Assert.Empty(renewed.Renew("a", 0, Now.AddSeconds(20)).OrThrow().Sessions);
        Assert.Equal(2, renewed.Renew("a", 1, Now).OrThrow().Sessions[0].Turn);
        Assert.Empty(renewed.Renew("a", 7, Now).OrThrow().Sessions);
    }

    [Fact]
    public void An_invitation_is_good_once_and_voids_all_that_was_before()
    {
        Says.Refused(StaffRefusals.InvitationSpent, StaffAccess.Accept(
            Enrolled, new("ana"), Invitation.Of("first", 0, Now), "other", Now));
        var anew = StaffAccess.Accept(Enrolled, new("ana"), Invitation.Of("second", 3, Now), "other", Now).OrThrow();
        Assert.False(anew.HasSecondFactor);
        Assert.Empty(anew.Codes);
        Assert.Equal(Now.AddDays(3), anew.GraceUntil);
    }

    [Fact]
    public void The_oldest_of_too_many_sessions_makes_room()
    {
        var many = Enumerable.Range(0, StaffAccess.MostSessions + 1).Aggregate(
            Joined, (access, at) => access.SignIn(Session($"s{at}"), null, null, Now).OrThrow());
        Assert.Equal(StaffAccess.MostSessions, many.Sessions.Length);
        Assert.Null(many.Find("s0"));
        Assert.Single(many.EndAll("s5").Sessions);
    }

    private static StaffSession Session(string id) => new(id, Now, "password", true, "Firefox, Linux", "10.0.0.0/24");
}
