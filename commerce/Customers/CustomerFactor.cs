using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What a customer who likes it shows beside the letter, on devices where she has not been.</summary>
public sealed partial record Customer
{
    /// <summary>Her authenticator; null where she has none, and the letter alone signs in.</summary>
    public CustomerFactor? Factor { get; init; }

    [JsonIgnore]
    public bool HasSecondFactor => Factor?.OnSince is not null;

    /// <summary>Shows her a secret for her authenticator.</summary>
    public Result<Customer> Propose(CustomerFactor factor)
    {
        if (Factor?.Id == factor.Id) return Factor.OnSince is null ? this : FactorRefusals.On;
        return HasSecondFactor ? FactorRefusals.On : this with { Factor = factor };
    }

    /// <summary>She has typed a code of it: from now on it is asked for.</summary>
    /// <param name="codes">Hashes of new recovery codes.</param>
    public Result<Customer> TurnOn(string factor, long step, ImmutableArray<string> codes, DateTimeOffset now)
    {
        if (HasSecondFactor) return FactorRefusals.On;
        return Factor is { } proposed && proposed.Id == factor
            ? this with { Factor = proposed with { OnSince = now, LastStep = step, Codes = codes } }
            : FactorRefusals.Unknown;
    }

    /// <summary>She has shown it, which spends what she has shown.</summary>
    public Result<Customer> Show(FactorUse use)
    {
        if (Factor is not { OnSince: not null } factor) return FactorRefusals.Off;
        if (use.Step is { } step && factor.Spent == new FactorSpent($"step-{step}", use.For)) return this;
        if (use.Step is { } now)
            return now > factor.LastStep
                ? this with { Factor = factor with { LastStep = now, Spent = new($"step-{now}", use.For) } }
                : FactorRefusals.Wrong;
        if (factor.Spent is { } spent && spent.For == use.For && use.Hashes.Contains(spent.What)) return this;
        var code = factor.Codes.FirstOrDefault(use.Hashes.Contains);
        return code is null
            ? FactorRefusals.Wrong
            : this with { Factor = factor with { Codes = factor.Codes.Remove(code), Spent = new(code, use.For) } };
    }

    /// <summary>New recovery codes, for who has just shown a factor; the old ones open nothing any more.</summary>
    public Result<Customer> Recode(FactorUse use, ImmutableArray<string> codes) =>
        Show(use).IsRefused(out var refusal, out var shown)
            ? refusal
            : shown with { Factor = shown.Factor! with { Codes = codes } };

    /// <summary>The letter alone signs in again, for who has just shown a factor.</summary>
    public Result<Customer> TurnOff(FactorUse use)
    {
        if (!HasSecondFactor) return this;
        return Show(use).IsRefused(out var refusal, out var shown) ? refusal : shown with { Factor = null };
    }

    /// <summary>Staff have made sure by other means who she is: she has lost all that she had.</summary>
    public Result<Customer> LoseFactor() => Factor is null ? this : this with { Factor = null };
}

/// <summary>What a customer's authenticator makes six digits of (RFC 6238), and what stands in for it.</summary>
/// <param name="Secret">In base32, as authenticators take it; nobody can read it without the shop's key.</param>
public sealed record CustomerFactor(string Id, SealedText Secret)
{
    /// <summary>Since when it is asked for; null until she has typed a code of it.</summary>
    public DateTimeOffset? OnSince { get; init; }

    /// <summary>The last step in time whose code was used: it and all before are spent.</summary>
    public long LastStep { get; init; }

    /// <summary>Keyed hashes of the recovery codes that are left; the codes themselves are kept nowhere.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>What was shown last, so that a repetition is no second use.</summary>
    public FactorSpent? Spent { get; init; }
}

/// <summary>Something that was shown, and what it was shown for.</summary>
public sealed record FactorSpent(string What, string For);

/// <summary>What was right: a step in time, or the hash that a recovery code has under each key.</summary>
/// <param name="For">What it is shown for: the same again is a repetition.</param>
public sealed record FactorUse(long? Step, ImmutableArray<string> Hashes, string For)
{
    public static FactorUse Nothing { get; } = new(null, [], "");
}

/// <summary>Why a customer's second factor is not taken, or not changed.</summary>
public static class FactorRefusals
{
    public static readonly Refusal Needed = new(
        Because.Forbidden, "sign_in.second_factor",
        "Your letter is right. Add the code of your authenticator, or one of your recovery codes.");
    public static readonly Refusal Wrong = new(
        Because.Forbidden, "second_factor.wrong", "This is not the code of now, or it was used. Wait for the next.");
    public static readonly Refusal On = new(
        Because.Conflict, "second_factor.on", "You have a second factor. Turn it off before you add another one.");
    public static readonly Refusal Off = new(
        Because.Conflict, "second_factor.off", "You have no second factor. Add one first.");
    public static readonly Refusal Unknown = new(
        Because.Unknown, "second_factor.unknown", "Nothing waits to be confirmed under this id. Begin again.");
}
