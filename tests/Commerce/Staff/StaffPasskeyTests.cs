using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class StaffPasskeyTests
{
    private static readonly StaffAccess Joined = StaffAccess.Accept(
        null, new("ana"), Invitation.Of("first", 0, Now), "hash", Now).OrThrow();

    private static readonly StaffAccess Keyed = Joined with
    {
        Passkeys = [new("p", "Phone", "cred", "key", 5, Now), new("q", "Key", "other", "key", 0, Now)],
    };

    [Fact]
    public void A_counter_counts_on_or_does_not_count_at_all()
    {
        Says.Refused(PasskeyRefusals.Copied, Keyed.SignIn(Session("a"), new("cred", "c1", 5), Now));
        Says.Refused(PasskeyRefusals.Copied, Keyed.SignIn(Session("a"), new("cred", "c1", 0), Now));
        var once = Keyed.SignIn(Session("a"), new("cred", "c1", 6), Now).OrThrow();
        Assert.Equal((6, Now), (once.Passkeys[0].Counter, once.Passkeys[0].UsedAt));
        var twice = once.SignIn(Session("b"), new("other", "c2", 0), Now).OrThrow();
        Assert.Equal(0, twice.SignIn(Session("c"), new("other", "c3", 0), Now).OrThrow().Passkeys[1].Counter);
    }

    [Fact]
    public void A_ceremony_opens_one_session_once_and_the_same_again_is_the_same()
    {
        var use = new PasskeyUse("other", "c1", 0);
        var once = Keyed.SignIn(Session("a"), use, Now).OrThrow();
        Assert.Same(once, once.SignIn(Session("a"), use, Now).OrThrow());
        Says.Refused(PasskeyRefusals.Spent, once.SignIn(Session("b"), use, Now));
        Says.Refused(PasskeyRefusals.Spent, once.SignIn(Session("a"), use with { Ceremony = "c2" }, Now));
        Says.Refused(PasskeyRefusals.Spent, once.End("a").SignIn(Session("a"), use, Now));
        Says.Refused(PasskeyRefusals.Wrong, once.SignIn(Session("b"), new("unknown", "c2", 0), Now));
    }

    [Fact]
    public void Beside_a_password_it_is_spent_as_it_is_alone()
    {
        var factor = new SecondFactor(null, null) { Passkey = new("other", "c1", 0) };
        Says.Refused(StaffRefusals.CodeNeeded, Keyed.SignIn(Session("a"), null, null, Now));
        var once = Keyed.SignIn(Session("a"), factor, null, Now).OrThrow();
        Assert.Same(once, once.SignIn(Session("a"), factor, null, Now).OrThrow());
        Says.Refused(PasskeyRefusals.Spent, once.SignIn(Session("b"), factor, null, Now));
        Says.Refused(StaffRefusals.WrongCode, once.SignIn(Session("a"), null, null, Now.AddMinutes(1)));
    }

    [Fact]
    public void Removed_it_ends_what_it_opened_and_the_last_factor_stays_unless_she_may_do_without()
    {
        var open = Keyed.SignIn(Session("a"), new("cred", "c1", 6), Now).OrThrow()
            .SignIn(Session("b"), new("other", "c2", 0), Now).OrThrow();
        var left = open.Remove("p", "b", needsFactor: true).OrThrow();
        Assert.Equal("b", Assert.Single(left.Sessions).Id);
        Assert.Same(left, left.Remove("p", "b", needsFactor: true).OrThrow());
        Says.Refused(StaffRefusals.LastFactor, left.Remove("q", "b", needsFactor: true));
        var without = left.Remove("q", "b", needsFactor: false).OrThrow();
        Assert.False(without.HasSecondFactor);
        Assert.False(Assert.Single(without.Sessions).IsStrong);
    }

    [Fact]
    public void No_more_than_ten_are_kept_and_what_was_begun_is_good_for_five_minutes()
    {
        var wish = new PasskeyWish("new", "challenge", Now + PasskeyCeremony.Life);
        var wished = Joined.Wished(wish, "handle", Now).OrThrow();
        Assert.Equal("handle", wished.Wished(wish with { Id = "next" }, "another", Now).OrThrow().Handle);
        Says.Refused(PasskeyRefusals.Over, wished.Add(Passkey("new"), "a", wish.Until));
        Says.Refused(PasskeyRefusals.Over, Joined.Add(Passkey("new"), "a", Now));
        var full = Joined with { Passkeys = [.. Enumerable.Range(0, 10).Select(at => Passkey($"{at}"))] };
        Says.Refused(PasskeyRefusals.TooMany, full.Wished(wish, "handle", Now));
        Says.Refused(PasskeyRefusals.TooMany, (full with { Wish = wish }).Add(Passkey("new"), "a", Now));
    }

    private static Passkey Passkey(string id) => new(id, "Key", $"cred-{id}", "key", 0, Now);

    private static StaffSession Session(string id) => new(id, Now, "passkey", true, "Chrome, Linux", "10.0.0.0/24");
}
