using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class StaffLoginTests
{
    private static readonly StaffRoster Two = StaffRoster.Empty
        .Invite(Member("ana")).OrThrow().Invite(Member("ben")).OrThrow();

    private static readonly StaffAccess Password = StaffAccess.Accept(
        null, new("ana"), Invitation.Of("ana", 0, Now), "hash", Now).OrThrow();

    [Fact]
    public void An_account_is_one_persons_until_she_leaves()
    {
        var linked = Two.Link(new("ana"), Login("a", "sub"), null).OrThrow();
        Says.Refused(LoginRefusals.Taken, linked.Link(new("ben"), Login("b", "sub"), null));
        Assert.Same(linked, linked.Link(new("ana"), linked.WithLogin("iss", "sub")!.Logins[0], null).OrThrow());
        Assert.Null(linked.WithLogin("another issuer", "sub"));
        var left = linked.Leave(new("ana"), Now).OrThrow();
        Assert.Null(left.WithLogin("iss", "sub"));
        Assert.Equal("ben", left.Link(new("ben"), Login("b", "sub"), null).OrThrow().WithLogin("iss", "sub")!.Name);
        Assert.Empty(left.Forget(new("ana")).OrThrow().Find(new Id<StaffMember>("ana"))!.Logins);
    }

    [Fact]
    public void So_many_accounts_and_no_more_and_those_of_an_earlier_invitation_do_not_count()
    {
        var full = Enumerable.Range(0, StaffRoster.MostLogins).Aggregate(
            Two, (roster, at) => roster.Link(new("ana"), Login($"l{at}", $"s{at}"), null).OrThrow());
        Says.Refused(LoginRefusals.TooMany, full.Link(new("ana"), Login("more", "more"), null));
        var again = full.Link(new("ana"), Login("more", "more") with { Invitation = "second" }, null).OrThrow();
        Assert.Equal("more", Assert.Single(again.Find(new Id<StaffMember>("ana"))!.Logins).Id);
    }

    [Fact]
    public void An_account_that_came_with_an_invitation_holds_where_she_has_come_in_with_it()
    {
        var login = Login("a", "sub") with { IsJoining = true };
        Assert.False(Password.Holds(login));
        Assert.True(Password.Holds(login with { IsJoining = false }));
        var joined = StaffAccess.Join(
            null, new("ana"), Invitation.Of("ana", 0, Now), Session("a"), SecondFactor.Elsewhere, Now).OrThrow();
        Assert.True(joined.Holds(login));
        Assert.False(joined.Holds(login with { Id = "another" }));
        Assert.False(joined.Holds(login with { Invitation = "second" }));
        Assert.Same(joined, StaffAccess.Join(
            joined, new("ana"), Invitation.Of("ana", 0, Now), Session("a"), SecondFactor.Elsewhere, Now).OrThrow());
        Says.Refused(StaffRefusals.InvitationSpent, StaffAccess.Join(
            joined, new("ana"), Invitation.Of("ana", 0, Now), Session("b"), SecondFactor.Elsewhere, Now));
    }

    [Fact]
    public void The_only_way_in_stays()
    {
        var linked = Two.Link(new("ana"), Login("a", "sub"), null).OrThrow();
        Says.Refused(LoginRefusals.OnlyWay, linked.Unlink(new("ana"), "a", Password with { Password = null }));
        Says.Refused(LoginRefusals.Unknown, linked.Unlink(new("ana"), "b", Password));
        Assert.Null(linked.Unlink(new("ana"), "a", Password).OrThrow().WithLogin("iss", "sub"));
        var two = linked.Link(new("ana"), Login("b", "other"), null).OrThrow();
        Assert.NotNull(two.Unlink(new("ana"), "a", Password with { Password = null }).OrThrow());
    }

    [Fact]
    public void An_answer_is_heard_once_and_used_once()
    {
        var heard = LoginAnswer.Hear(null, new("x"), Now).OrThrow();
        Says.Refused(LoginRefusals.Spent, LoginAnswer.Hear(heard, new("x"), Now));
        Says.Refused(LoginRefusals.Pending, heard.Use(Now));
        Says.Refused(LoginRefusals.NotTrusted, (heard with { Refusal = LoginRefusals.NotTrusted }).Use(Now));
        var hers = heard with { Member = new("ana") };
        Says.Refused(LoginRefusals.NotBegunHere, hers.Use(Now + LoginAnswer.Life));
        var used = hers.Use(Now).OrThrow();
        Assert.Same(used, used.Use(Now.AddSeconds(29)).OrThrow());
        Says.Refused(LoginRefusals.Spent, used.Use(Now.AddSeconds(30)));
    }

    private static StaffLogin Login(string id, string subject) =>
        new(id, "iss", subject, "ana@elsewhere.example", "ana", IsJoining: false, Now);

    private static StaffSession Session(string id) => new(id, Now, "oidc", true, "Firefox, Linux", "127.0.0.0/24");

    private static StaffMember Member(string id) => new(
        new(id), id, $"{id}@example.com", [StaffRole.Books], Invitation.Of(id, 0, Now), "setup:setup");
}
