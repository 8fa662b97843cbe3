using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>
/// How one of staff comes in: her password, her second factors, and where she is signed in. Its id is hers.
/// </summary>
public sealed partial record StaffAccess(Id<StaffAccess> Id)
{
    public const int MostSessions = 20;

    /// <summary>The invitation that was accepted last; it is good for nothing more.</summary>
    public string? Invitation { get; init; }

    /// <summary>The account elsewhere that she accepted it with, see <see cref="StaffLogin.IsJoining"/>.</summary>
    public string? JoinedWith { get; init; }

    /// <summary>As Argon2id writes it: parameters, salt and hash; null where she has none.</summary>
    public string? Password { get; init; }

    /// <summary>Until when she may do without a second factor.</summary>
    public DateTimeOffset? GraceUntil { get; init; }

    public Totp? Totp { get; init; }

    /// <summary>One that she has been shown and not confirmed yet.</summary>
    public Totp? Pending { get; init; }

    /// <summary>The recovery codes that are left.</summary>
    public ImmutableArray<RecoveryCode> Codes { get; init; } = [];

    public ImmutableArray<StaffSession> Sessions { get; init; } = [];

    public static Id<StaffAccess> IdOf(Id<StaffMember> member) => new(member.Value);

    public bool HasSecondFactor => Totp is not null || !Passkeys.IsEmpty;

    public StaffSession? Find(string session) => Sessions.FirstOrDefault(one => one.Id == session);

    /// <summary>
    /// She accepts an invitation, with a new password where she has one. All that she signed in with before is void:
    /// who is invited again may have lost it to somebody.
    /// </summary>
    public static Result<StaffAccess> Accept(
        StaffAccess? known, Id<StaffAccess> id, Invitation invitation, string? password, DateTimeOffset now) =>
        known?.Invitation == invitation.Id
            ? StaffRefusals.InvitationSpent
            : new StaffAccess(id)
            {
                Invitation = invitation.Id,
                Password = password,
                GraceUntil = invitation.Grace == 0 ? null : now.AddDays(invitation.Grace),
            };

    /// <summary>She accepts an invitation with an account elsewhere, which signs her in at once.</summary>
    /// <param name="session">It has the id of the account that was linked.</param>
    public static Result<StaffAccess> Join(
        StaffAccess? known, Id<StaffAccess> id, Invitation invitation, StaffSession session, SecondFactor? factor,
        DateTimeOffset now)
    {
        // Asked again, since the answer was lost.
        if (known?.Invitation == invitation.Id && known.Find(session.Id) is not null) return known;
        return Accept(known, id, invitation, null, now).IsRefused(out var refusal, out var joined)
            ? refusal
            : (joined with { JoinedWith = session.Id }).SignIn(session, factor, null, now);
    }

    /// <summary>Whether an account elsewhere lets her in.</summary>
    public bool Holds(StaffLogin login) =>
        login.Invitation == Invitation && (!login.IsJoining || login.Id == JoinedWith);

    /// <summary>She has signed in. What her second factor was is spent with it.</summary>
    /// <param name="password">The password hashed anew, where that was due.</param>
    public Result<StaffAccess> SignIn(StaffSession session, SecondFactor? factor, string? password, DateTimeOffset now)
    {
        // Asked again, since the answer was lost: with what was right then, and only then.
        if (Find(session.Id) is { } known) return IsAgain(known, factor, now) ? this : StaffRefusals.WrongCode;
        if (HasSecondFactor && factor is null) return StaffRefusals.CodeNeeded;
        if (Spend(factor, now).IsRefused(out var refusal, out var spent)) return refusal;
        return spent.Open(Of(session, factor?.Passkey), now) with { Password = password ?? Password };
    }

    private bool IsAgain(StaffSession known, SecondFactor? factor, DateTimeOffset now) => factor?.Passkey is { } use
        ? IsAgain(known, use)
        : known.IsStrong == factor is not null && known.StartedAt > now - Totp.Step;

    private StaffAccess Open(StaffSession session, DateTimeOffset now)
    {
        var open = Sessions.RemoveAll(old => !old.IsGood(now));
        if (open.Length >= MostSessions) open = open.RemoveAt(0);
        return this with { Sessions = open.Add(session) };
    }

    private Result<StaffAccess> Spend(SecondFactor? factor, DateTimeOffset now) => factor switch
    {
        null => this,
        { Passkey: { } use } => Use(use, now),
        { Step: { } step } => Totp is { } totp && step > totp.LastStep
            ? this with { Totp = totp with { LastStep = step } }
            : StaffRefusals.WrongCode,
        { Code: { } code } => Codes.Contains(new(code))
            ? this with { Codes = Codes.Remove(new(code)) }
            : StaffRefusals.WrongCode,
        _ => this,
    };

    /// <summary>
    /// Her browser asks for another token with the one that it has. One that was used before says that two have it:
    /// then the session ends for both.
    /// </summary>
    public Result<StaffAccess> Renew(string session, int turn, DateTimeOffset now)
    {
        if (Find(session) is not { } known || !known.IsGood(now)) return StaffRefusals.Token;
        if (turn == known.Turn) return With(known, known with { Turn = turn + 1, TurnedAt = now });
        // Two tabs at once, or an answer that was lost.
        bool isLate = turn == known.Turn - 1 && now - known.TurnedAt < StaffSession.Late;
        return isLate ? this : End(session);
    }

    public StaffAccess End(string session) =>
        Find(session) is { } known ? this with { Sessions = Sessions.Remove(known) } : this;

    /// <summary>Ends all sessions, but for one.</summary>
    public StaffAccess EndAll(string? except = null) =>
        Sessions.All(session => session.Id == except)
            ? this
            : this with { Sessions = Sessions.RemoveAll(session => session.Id != except) };

    /// <summary>Shows her a secret for her authenticator.</summary>
    public Result<StaffAccess> Propose(Totp totp) => Pending?.Id == totp.Id ? this : this with { Pending = totp };

    /// <summary>She has typed a code of it: from now on it is asked for.</summary>
    /// <param name="codes">Hashes of new recovery codes.</param>
    public Result<StaffAccess> Confirm(
        string totp, long step, ImmutableArray<RecoveryCode> codes, string session)
    {
        if (Totp?.Id == totp) return this;
        if (Pending is not { } pending || pending.Id != totp) return StaffRefusals.TotpUnknown;
        var enrolled = this with { Totp = pending with { LastStep = step }, Pending = null, Codes = codes };
        return enrolled.Strengthen(session);
    }

    /// <summary>The session was begun with less than it has shown since.</summary>
    private StaffAccess Strengthen(string session) => Find(session) is { } known
        ? With(known, known with { IsStrong = true })
        : this;

    public Result<StaffAccess> Recover(ImmutableArray<RecoveryCode> codes) =>
        HasSecondFactor ? this with { Codes = codes } : StaffRefusals.SecondFactor;

    /// <summary>A new password ends every other session.</summary>
    public Result<StaffAccess> ChangePassword(string password, string session) =>
        (this with { Password = password }).EndAll(session);

    private StaffAccess With(StaffSession before, StaffSession after) =>
        this with { Sessions = Sessions.Replace(before, after) };
}

/// <summary>What opens once where an authenticator is lost.</summary>
/// <param name="Hash">SHA-256 of it and of whose it is; the code itself is kept nowhere.</param>
public sealed record RecoveryCode(string Hash);

/// <summary>
/// What was right beside her password: a code's step in time, a recovery code's hash, or what a passkey has signed.
/// </summary>
public sealed record SecondFactor(long? Step, string? Code)
{
    /// <summary>Shown to an issuer that she signed in with, which has said so and is believed.</summary>
    public static readonly SecondFactor Elsewhere = new(null, null);

    public PasskeyUse? Passkey { get; init; }
}

/// <summary>A secret that her authenticator makes six digits of, anew every half minute (RFC 6238).</summary>
/// <param name="Secret">In base32, as authenticators take it.</param>
/// <param name="LastStep">The last step in time whose code was used: it and all before are spent.</param>
public sealed record Totp(string Id, string Secret, DateTimeOffset At, long LastStep)
{
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);
}

/// <summary>One browser in which she is signed in.</summary>
/// <param name="How">What she came in with: <c>password</c>, <c>password+code</c>, <c>passkey</c>, <c>oidc</c>.</param>
/// <param name="IsStrong">Whether a second factor was shown.</param>
/// <param name="Device">Which browser it says that it is.</param>
/// <param name="From">The network that it came from; not the whole address.</param>
public sealed record StaffSession(
    string Id, DateTimeOffset StartedAt, string How, bool IsStrong, string Device, string From)
{
    /// <summary>How long a session lasts that is not used, and one that is.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>So long a token that was just replaced is taken for a repetition and not for theft.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromSeconds(20);

    /// <summary>How many tokens were given out after the first.</summary>
    public int Turn { get; init; }

    public DateTimeOffset TurnedAt { get; init; } = StartedAt;

    /// <summary>The passkey that it was opened with, which ends it when it is removed.</summary>
    public string? Passkey { get; init; }

    public bool IsGood(DateTimeOffset now) => now < TurnedAt + Idle && now < StartedAt + Longest;
}
