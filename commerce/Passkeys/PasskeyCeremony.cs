namespace Serverless.Commerce;

/// <summary>What a passkey has to sign so that somebody is let in; who that is, its signature will tell.</summary>
/// <param name="Challenge">32 random bytes in base64url.</param>
public sealed record PasskeyCeremony(Id<PasskeyCeremony> Id, string Challenge, DateTimeOffset Until)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    /// <summary>Names the answer that came first, right or wrong: no other one counts.</summary>
    public string? Answer { get; init; }

    /// <summary>Takes an answer; the same one sent again is no other.</summary>
    public Result<PasskeyCeremony> Take(string answer, DateTimeOffset now)
    {
        if (now >= Until) return PasskeyRefusals.Over;
        if (Answer is null) return this with { Answer = answer };
        return Answer == answer ? this : PasskeyRefusals.Spent;
    }
}
