using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>How what belongs to passkeys, whosever they are, is kept.</summary>
public static class PasskeyKinds
{
    public static readonly RecordKind<PasskeyClaim> Claims = new("passkeyclaims")
    {
        Status = _ => "Taken",
        Fact = (_, _) => null,
        Lists = claim => [new(Of(claim.Owner), claim.Id.Value)],
    };

    public static readonly RecordKind<PasskeyCeremony> Ceremonies = new("passkeyceremonies")
    {
        IsPassing = true,
        Status = ceremony => ceremony.Answer is null ? "Begun" : "Answered",
        Fact = (_, _) => null,
    };

    /// <summary>The list of somebody's passkeys.</summary>
    public static string Of(string owner) => $"passkeys-of:{owner}";

    public static RecordKinds AddPasskeys(this RecordKinds kinds) => kinds.Add(Claims).Add(Ceremonies);
}
