using System.Collections.Immutable;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Looks at what customers show beside the letter, where they have chosen to be asked for it.</summary>
public sealed class CustomerFactors(
    TableStore store, CustomerDoor door, Tokens tokens, TextSeal seal, IMessages messages, TimeProvider clock)
{
    /// <summary>
    /// Since when she counts as signed in, once her letter was right: from then, where she has no second factor or is
    /// on a device that has shown it; else from when it is shown.
    /// </summary>
    /// <param name="entered">When the letter was right.</param>
    /// <param name="shown">Six digits, or a recovery code.</param>
    public async Task<Result<DateTimeOffset>> Pass(
        SignIn signIn, DateTimeOffset entered, string? shown, string? device, CancellationToken stop)
    {
        if ((await store.Find(signIn.Customer, stop))?.Record is not { HasSecondFactor: true } her
            || door.KnowsHer(device, her)) return entered;
        if (shown is null) return FactorRefusals.Needed;

        var now = clock.GetUtcNow();
        var (hash, hashNow) = (HashOf(signIn, shown), HashOf(signIn, $"{now.UtcTicks / Totp.Step.Ticks} {shown}"));
        var tried = await store.Update(
            signIn.Id, $"try-{Guid.NewGuid():N}", known => known.Show(hash, hashNow, now), stop);
        if (tried.IsRefused(out var refusal, out var counted)) return refusal;
        if (counted.PassedAt is { } passed) return passed;
        if (UseOf(her, shown, signIn.Id.Value) is not { } use
            || (await store.Update(her.Id, $"shown-{Guid.NewGuid():N}", known => known.Show(use), stop)).Refusal
                is not null)
            return await Missed(counted, now, stop);
        var through = await store.Update(
            signIn.Id, $"passed-{Guid.NewGuid():N}", known => known.Pass(hash, now), stop);
        return through.As(record => record.PassedAt!.Value);
    }

    /// <summary>What she has shown, where it can be right; null where it cannot.</summary>
    /// <param name="purpose">What for: the same again is a repetition.</param>
    public FactorUse? UseOf(Customer her, string shown, string purpose)
    {
        if (her.Factor is not { } factor) return null;
        if (shown.Length != 6 || !shown.All(char.IsAsciiDigit))
            return new(null, tokens.RecoveryHashesOf(her.Id, shown), purpose);
        return StepOf(her.Id, factor, shown) is { } step ? new(step, [], purpose) : null;
    }

    /// <summary>The step in time whose digits these are; null when of none of now.</summary>
    public long? StepOf(Id<Customer> her, CustomerFactor factor, string digits) =>
        OneTimeCodes.StepOf(seal.Open<string>(her.Value, factor.Secret), digits, clock.GetUtcNow());

    /// <summary>New recovery codes as they are kept.</summary>
    public ImmutableArray<string> Kept(Id<Customer> her, IReadOnlyList<string> codes) =>
        [.. codes.Select(code => tokens.RecoveryHashesOf(her, code)[0])];

    // Who has her letters is told nothing new by being told that; she is, by the warning.
    private async Task<Refusal> Missed(SignIn counted, DateTimeOffset now, CancellationToken stop)
    {
        if (counted.Shown.Length >= SignIn.MostTries)
            await messages.Send(SignInTried.Queue, new SignInTried(counted.Id, counted.Customer, now), stop);
        return FactorRefusals.Wrong;
    }

    private string HashOf(SignIn signIn, string shown) => tokens.HashOf(signIn.Id, $"second {shown}");
}
