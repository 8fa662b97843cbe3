namespace Serverless.Sandbox;

/// <summary>Everything the payment provider has written down.</summary>
internal sealed class StripeBooks(SandboxFile file)
{
    public Shelf<CardMethod> Methods { get; } = new(file, "method");

    public Shelf<Intent> Intents { get; } = new(file, "intent");

    public Shelf<Charge> Charges { get; } = new(file, "charge");

    public Shelf<CardRefund> Refunds { get; } = new(file, "refund");

    public Shelf<CardDispute> Disputes { get; } = new(file, "dispute");

    public Shelf<StripeEvent> Events { get; } = new(file, "event");

    public Shelf<RememberedAnswer> Answers { get; } = new(file, "answer");

    public Intent IntentOrFault(string id) =>
        Intents.Find(id) ?? throw StripeFault.Unknown("payment_intent", id, "intent");

    public Charge? ChargeOf(Intent intent) => Charges.Find(intent.Charge);

    /// <summary>An id as the provider makes them: a kind and 24 letters and digits, rising with time.</summary>
    public static string NewId(string kind) => $"{kind}_{Guid.CreateVersion7().ToString("N")[..12]}{Letters(14)}";

    /// <summary>Forgets the keys that are too old to count.</summary>
    public void Prune(DateTimeOffset olderThan)
    {
        foreach (var (key, answer) in Answers.Pairs.Where(pair => pair.Value.At < olderThan))
            Answers.Remove(key);
    }

    public void Clear()
    {
        Methods.Clear();
        Intents.Clear();
        Charges.Clear();
        Refunds.Clear();
        Disputes.Clear();
        Events.Clear();
        Answers.Clear();
    }

    private static string Letters(int count) => System.Security.Cryptography.RandomNumberGenerator.GetString(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", count);
}
