namespace Serverless.Commerce;

/// <summary>Why somebody may not, where staff are concerned.</summary>
public static class StaffRefusals
{
    public static readonly Refusal Token =
        new(Because.Forbidden, "staff.token", "This is for staff. Sign in, or send an API key as a bearer token.");
    public static readonly Refusal Role =
        new(Because.Forbidden, "staff.role", "None of your roles allows this. An owner can give you one that does.");
    public static readonly Refusal SetupSpent =
        new(Because.Conflict, "setup.spent",
            "This setup secret was used. Put a new one into the setting SetupSecret, and use that.");
    public static readonly Refusal SetupWrong =
        new(Because.Forbidden, "setup.wrong", "This is not the setup secret of this shop, or it has none.");
    public static readonly Refusal KeyTaken =
        new(Because.Conflict, "key.exists", "Another key has this id. Make a new id and ask again.");
    public static readonly Refusal KeyUnknown =
        new(Because.Unknown, "key.unknown", "There is no key with this id.");
    public static readonly Refusal TooManyKeys =
        new(Because.Conflict, "key.too_many", $"There are {StaffRoster.MostKeys} keys that are good. Revoke one.");
    public static readonly Refusal SecondFactor =
        new(Because.Forbidden, "staff.second_factor",
            "This needs a second factor. Add one under your own security, then ask again.");
    public static readonly Refusal WrongSignIn =
        new(Because.Forbidden, "staff.wrong_sign_in", "Address or password are not right. Check both.");
    public static readonly Refusal CodeNeeded =
        new(Because.Forbidden, "staff.code_needed",
            "Your password is right. Add the code of your authenticator, or use a passkey.");
    public static readonly Refusal LastFactor =
        new(Because.Conflict, "staff.last_factor",
            "This is your only second factor, and you may not do without. Add another one first.");
    public static readonly Refusal WrongCode =
        new(Because.Forbidden, "staff.wrong_code", "This is not the code of now, or it was used. Wait for the next.");
    public static readonly Refusal Wait =
        new(Because.Forbidden, "staff.wait", "That were many attempts. Wait as long as Retry-After says.");
    public static readonly Refusal Busy =
        new(Because.Forbidden, "staff.busy", "Many are signing in at this moment. Ask again in a few seconds.");
    public static readonly Refusal InvitationWrong =
        new(Because.Unknown, "invitation.unknown", "This link is not good, or not any more. Ask for another one.");
    public static readonly Refusal InvitationSpent =
        new(Because.Conflict, "invitation.spent", "This link was used. Sign in, or ask for another one.");
    public static readonly Refusal MemberTaken =
        new(Because.Conflict, "member.exists", "Somebody else has this id. Make a new id and ask again.");
    public static readonly Refusal MemberUnknown =
        new(Because.Unknown, "member.unknown", "Nobody of staff has this id.");
    public static readonly Refusal EmailTaken =
        new(Because.Conflict, "member.email_taken", "Somebody of staff has this address already.");
    public static readonly Refusal TooManyPeople =
        new(Because.Conflict, "member.too_many", $"There are {StaffRoster.MostPeople} people on the roster.");
    public static readonly Refusal HasLeft =
        new(Because.Conflict, "member.left", "She works here no more. Invite her as somebody new.");
    public static readonly Refusal StillHere =
        new(Because.Conflict, "member.still_here", "She still works here: she leaves first, then she is forgotten.");
    public static readonly Refusal LastOwner =
        new(Because.Conflict, "member.last_owner", "She is the only owner who has joined. Make another one first.");
    public static readonly Refusal TotpUnknown =
        new(Because.Unknown, "totp.unknown", "Nothing waits to be confirmed under this id. Begin again.");
    public static readonly Refusal SessionOver =
        new(Because.Forbidden, "session.over", "Nobody is signed in at this browser any more. Sign in.");
    public static readonly Refusal OnlyPeople =
        new(Because.Forbidden, "staff.only_people", "A key has no account of its own: this is for people.");
}
