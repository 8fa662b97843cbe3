namespace Serverless.Commerce;

/// <summary>Why somebody does not come in with an account elsewhere.</summary>
public static class LoginRefusals
{
    public static readonly Refusal IssuerUnknown =
        new(Because.Unknown, "oidc.issuer_unknown", "Nobody signs in here with this. Choose another way.");
    public static readonly Refusal Unreachable =
        new(Because.Conflict, "oidc.unreachable",
            "The service that you sign in with does not answer as it should. Try again, or sign in in another way.");
    public static readonly Refusal NotBegunHere =
        new(Because.Forbidden, "oidc.not_begun_here",
            "This sign-in was not begun in this browser, or more than ten minutes ago. Begin again.");
    public static readonly Refusal Pending =
        new(Because.Conflict, "oidc.pending", "The other service has not answered yet. Ask again in a moment.");
    public static readonly Refusal Spent =
        new(Because.Conflict, "oidc.spent", "This sign-in was used already. Begin again.");
    public static readonly Refusal BrokenOff =
        new(Because.Forbidden, "oidc.broken_off",
            "The other service did not let you in, or you went back. Begin again.");
    public static readonly Refusal NotTrusted =
        new(Because.Forbidden, "oidc.not_trusted",
            "What the other service says of you cannot be trusted. Begin again; if it stays so, tell an owner.");
    public static readonly Refusal Domain =
        new(Because.Forbidden, "oidc.domain", "This account is not of this shop's organisation. Choose another one.");
    public static readonly Refusal NotLinked =
        new(Because.Forbidden, "oidc.not_linked",
            "Nobody signs in here with this account. Sign in as usual and add it under your security, or open your " +
            "invitation and join with it.");
    public static readonly Refusal CodeNeeded =
        new(Because.Forbidden, "oidc.code_needed",
            "Your account is known. Add the code of your authenticator, or a recovery code.");
    public static readonly Refusal Taken =
        new(Because.Conflict, "login.taken", "Somebody else signs in here with this account. Choose another one.");
    public static readonly Refusal Unknown =
        new(Because.Unknown, "login.unknown", "You have no account with this id here.");
    public static readonly Refusal OnlyWay =
        new(Because.Conflict, "login.only_way", "You could not come in any more. Add another account first.");
    public static readonly Refusal TooMany =
        new(Because.Conflict, "login.too_many", $"You have {StaffRoster.MostLogins} accounts here. Remove one first.");
}
