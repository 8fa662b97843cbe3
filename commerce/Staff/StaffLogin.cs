namespace Serverless.Commerce;

/// <summary>An account at an issuer of identities (OpenID Connect) with which one of staff signs in here.</summary>
/// <param name="Issuer">As it stands in its tokens: <c>iss</c>.</param>
/// <param name="Subject">Its name for her, given to nobody else: <c>sub</c>. Only both together say who.</param>
/// <param name="Email">What the issuer calls the account, for her to know it by; nothing goes by it.</param>
/// <param name="Invitation">The one that she had accepted when it was linked: accepting another voids it.</param>
/// <param name="IsJoining">
/// Whether it was linked with the link of that invitation, which may be in wrong hands: it is nothing before she has
/// come in with it, and never where she has accepted the invitation otherwise.
/// </param>
public sealed record StaffLogin(
    string Id, string Issuer, string Subject, string? Email, string Invitation, bool IsJoining, DateTimeOffset At)
{
    public bool Is(string issuer, string subject) => (Issuer, Subject) == (issuer, subject);
}

/// <summary>The accounts elsewhere with which people on the roster sign in: no account is two people's.</summary>
public sealed partial record StaffRoster
{
    public const int MostLogins = 5;

    /// <summary>Whose account it is, of those that are here.</summary>
    public StaffMember? WithLogin(string issuer, string subject) => People.FirstOrDefault(
        member => member.IsHere && member.Logins.Any(login => login.Is(issuer, subject)));

    /// <summary>She signs in with this account from now on; linked already, it is linked anew.</summary>
    /// <param name="joined">The account that she accepted her invitation with.</param>
    public Result<StaffRoster> Link(Id<StaffMember> id, StaffLogin login, string? joined)
    {
        if (WithLogin(login.Issuer, login.Subject) is { } other && other.Id != id) return LoginRefusals.Taken;
        var known = Find(id)?.Logins ?? [];
        if (known.Contains(login)) return this;
        var kept = known.RemoveAll(old => old.Invitation != login.Invitation || old.Is(login.Issuer, login.Subject)
            || (old.IsJoining && old.Id != joined));
        return kept.Length < MostLogins
            ? Change(id, member => member with { Logins = kept.Add(login) })
            : LoginRefusals.TooMany;
    }

    /// <summary>She does not sign in with it any more.</summary>
    public Result<StaffRoster> Unlink(Id<StaffMember> id, string login, StaffAccess access)
    {
        var hers = (Find(id)?.Logins ?? []).RemoveAll(one => !access.Holds(one));
        if (hers.FirstOrDefault(one => one.Id == login) is not { } gone) return LoginRefusals.Unknown;
        return hers.Length == 1 && access.Password is null && access.Passkeys.IsEmpty
            ? LoginRefusals.OnlyWay
            : Change(id, member => member with { Logins = member.Logins.Remove(gone) });
    }
}
