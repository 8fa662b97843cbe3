namespace Serverless.Sandbox;

/// <summary>What the issuer can be made to lie about; each lie is told so many times.</summary>
internal sealed class IssuerLies
{
    public static readonly string[] All =
    [
        "audience", "two-audiences", "issuer", "nonce", "no-nonce", "expired", "not-yet", "issued-later", "none",
        "hs256", "unknown-key", "forged", "azp", "at-hash", "no-subject", "unverified", "code-twice", "answer-issuer",
        "no-answer-issuer", "huge", "not-json", "discovery", "plain-http",
    ];

    private readonly Dictionary<string, int> left = [];
    private readonly Lock gate = new();

    public void Tell(string lie, int times)
    {
        lock (gate) left[lie] = times;
    }

    public void Clear()
    {
        lock (gate) left.Clear();
    }

    /// <summary>Whether this lie is told now, which uses it up by one.</summary>
    public bool Takes(string lie)
    {
        lock (gate)
        {
            if (!left.TryGetValue(lie, out int times)) return false;
            if (times > 1) left[lie] = times - 1;
            else left.Remove(lie);
            return true;
        }
    }
}
