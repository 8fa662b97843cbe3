using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class StaffRosterTests
{
    private static readonly StaffRoster Opened = StaffRoster.Empty
        .SetUp("secret", Member("ana", StaffRole.Owner), Now).OrThrow().Join(new("ana"), Now).OrThrow();

    [Fact]
    public void A_setup_secret_opens_once_and_the_same_asked_again_is_the_same()
    {
        Assert.Same(Opened, Opened.SetUp("secret", Member("ana", StaffRole.Owner), Now).OrThrow());
        Says.Refused(StaffRefusals.SetupSpent, Opened.SetUp("secret", Member("eve", StaffRole.Owner), Now));
        Says.Refused(StaffRefusals.SetupSpent, Opened.SetUp("secret", Key("k", 1), Now));
        Assert.NotNull(Opened.SetUp("another", Key("k", 1), Now).OrThrow().Find(new Id<ApiKey>("k")));
    }

    [Fact]
    public void An_owner_who_has_joined_always_remains()
    {
        Says.Refused(StaffRefusals.LastOwner, Opened.Leave(new("ana"), Now));
        Says.Refused(StaffRefusals.LastOwner, Opened.Appoint(new("ana"), [StaffRole.Books]));

        // Whoever is only invited may never come.
        var invited = Opened.Invite(Member("ben", StaffRole.Owner)).OrThrow();
        Says.Refused(StaffRefusals.LastOwner, invited.Leave(new("ana"), Now));
        var two = invited.Join(new("ben"), Now).OrThrow();
        Assert.False(two.Leave(new("ana"), Now).OrThrow().Find(new Id<StaffMember>("ana"))!.IsHere);
    }

    [Fact]
    public void No_address_is_there_twice_until_its_owner_has_left()
    {
        var both = Opened.Invite(Member("ben", StaffRole.Books)).OrThrow();
        Says.Refused(StaffRefusals.EmailTaken, both.Invite(Member("eve") with { Email = "BEN@example.com" }));
        var left = both.Leave(new("ben"), Now).OrThrow();
        Assert.Same(left, left.Leave(new("ben"), Now).OrThrow());
        Assert.NotNull(left.Invite(Member("eve") with { Email = "ben@example.com" }).OrThrow());
        Says.Refused(StaffRefusals.HasLeft, left.Appoint(new("ben"), [StaffRole.Owner]));
    }

    [Fact]
    public void Only_who_has_left_is_forgotten()
    {
        Says.Refused(StaffRefusals.StillHere, Opened.Forget(new("ana")));
        var gone = Opened.Invite(Member("ben")).OrThrow().Leave(new("ben"), Now).OrThrow().Forget(new("ben")).OrThrow();
        Assert.Equal(Register.Forgotten, gone.Find(new Id<StaffMember>("ben"))!.Email);
    }

    [Fact]
    public void An_invitation_ends_when_it_is_withdrawn_replaced_or_old()
    {
        var ben = Opened.Invite(Member("ben")).OrThrow();
        Assert.True(Ben(ben).Accepts("ben", Now));
        Assert.False(Ben(ben).Accepts("ben", Now.AddDays(7)));
        Assert.False(Ben(ben.Withdraw(new("ben"), Now).OrThrow()).Accepts("ben", Now));
        var again = ben.InviteAgain(new("ben"), Invitation.Of("second", 0, Now)).OrThrow();
        Assert.False(Ben(again).Accepts("ben", Now));
        Assert.True(Ben(again).Accepts("second", Now));

        static StaffMember Ben(StaffRoster roster) => roster.Find(new Id<StaffMember>("ben"))!;
    }

    [Fact]
    public void Of_too_many_keys_those_that_have_ended_make_room()
    {
        var full = Enumerable.Range(0, StaffRoster.MostKeys).Aggregate(
            StaffRoster.Empty, (roster, at) => roster.Issue(Key($"k{at}", at == 7 ? 1 : 300)).OrThrow());
        Says.Refused(StaffRefusals.TooManyKeys, full.Issue(Key("one more", 9)));
        var later = full.Issue(Key("one more", 9) with { CreatedAt = Now.AddDays(2) }).OrThrow();
        Assert.Null(later.Find(new Id<ApiKey>("k7")));
        Assert.Equal(StaffRoster.MostKeys, later.Keys.Length);
    }

    private static ApiKey Key(string id, int days) =>
        new(new(id), id, [StaffRole.Owner], "hash", Now, Now.AddDays(days), "setup:setup");

    private static StaffMember Member(string id, params StaffRole[] roles) => new(
        new(id), id, $"{id}@example.com", [.. roles], Invitation.Of(id, 0, Now), "setup:setup");
}
