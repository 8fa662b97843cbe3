using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>A customer's second factor, which she turns on and off herself.</summary>
public sealed class FactorFunctions(
    TableStore store, Persons persons, CustomerFactors factors, CustomerViews views, Brakes brakes, Tokens tokens,
    TextSeal seal, ShopPolicy policy, TimeProvider clock)
{
    /// <summary>Shows a new secret for an authenticator; it holds once a code of it was typed.</summary>
    [Function("PutCustomerTotp")]
    public async Task<IResult> Propose(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}/totp/{totp}")] HttpRequest request,
        string id, string totp, CancellationToken stop)
    {
        if (!Id<CustomerFactor>.TryParse(totp, out _)) return Answers.Problem(EdgeRefusals.Id);
        if ((await persons.Herself(request, id, stop)).IsRefused(out var stale, out var customer))
            return Answers.Problem(stale);
        var now = clock.GetUtcNow();
        var proposed = new CustomerFactor(totp, seal.Seal(customer.Value, OneTimeCodes.NewSecret()));
        var kept = await store.Put<Customer>(
            customer, $"factor-{Guid.NewGuid():N}",
            known => Customer.Known(known, customer, now).Propose(proposed), stop);
        if (kept.IsRefused(out var refusal, out var her)) return Answers.Problem(refusal);
        var secret = seal.Open<string>(customer.Value, her.Factor!.Secret);
        var called = views.ProfileOf(her)?.Email ?? "account";
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Answers.Ok(new
        {
            her.Factor.Id,
            Secret = secret,
            Address = OneTimeCodes.Address(secret, policy.Name, called),
        });
    }

    /// <summary>She has typed a code of it: it is asked for from now on, and this device has shown it.</summary>
    [Function("PutCustomerTotpConfirmation")]
    public async Task<IResult> Confirm(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}/totp/{totp}/confirmation")]
        HttpRequest request, string id, string totp, CancellationToken stop)
    {
        if ((await persons.Herself(request, id, stop)).IsRefused(out var stale, out var customer))
            return Answers.Problem(stale);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var code = fields.Text("code", 6);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (await Braked(request, customer, stop) is { } wait) return wait;

        var proposed = (await store.Find(customer, stop))?.Record.Factor;
        if (proposed is { OnSince: not null }) return Answers.Problem(FactorRefusals.On);
        if (proposed?.Id != totp) return Answers.Problem(FactorRefusals.Unknown);
        if (factors.StepOf(customer, proposed, code) is not { } step) return Answers.Problem(FactorRefusals.Wrong);
        var (codes, now) = (OneTimeCodes.NewRecoveryCodes(), clock.GetUtcNow());
        var kept = factors.Kept(customer, codes);
        var changed = await store.Update(
            customer, $"factor-on-{Guid.NewGuid():N}", known => known.TurnOn(totp, step, kept, now), stop);
        if (changed.IsRefused(out var refusal, out _)) return Answers.Problem(refusal);
        await brakes.Clear(BrakeOf(customer), stop);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        // A device knows whole seconds, and this one is to be newer than what it has shown.
        return Answers.Ok(new { Codes = codes, Device = tokens.ForDevice(customer, now.AddSeconds(1)) });
    }

    /// <summary>New recovery codes, for one of the old ones or the digits of now.</summary>
    [Function("PutCustomerRecoveryCodes")]
    public async Task<IResult> Recover(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}/recovery-codes")]
        HttpRequest request, string id, CancellationToken stop)
    {
        var codes = OneTimeCodes.NewRecoveryCodes();
        return await Change(
            request, id, (her, use) => her.Recode(use, factors.Kept(her.Id, codes)), _ => new { Codes = codes }, stop);
    }

    /// <summary>The letter alone signs in again.</summary>
    [Function("PutCustomerFactorRemoval")]
    public Task<IResult> TurnOff(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}/second-factor/removal")]
        HttpRequest request, string id, CancellationToken stop) =>
        Change(request, id, (her, use) => her.TurnOff(use), her => new { her.Id }, stop);

    /// <summary>For who has lost it all, and whom staff have made sure of by other means.</summary>
    [Function("PutStaffFactorRemoval")]
    public async Task<IResult> Lose(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/customers/{id}/second-factor/removal")]
        HttpRequest request, string id, CancellationToken stop)
    {
        if (!Id<Customer>.TryParse(id, out var customer)) return Answers.Problem(CustomerRefusals.Unknown);
        var lost = await store.Update(
            customer, $"factor-lost-{Guid.NewGuid():N}", known => known.LoseFactor(), stop);
        return lost.IsRefused(out _, out var her)
            ? Answers.Problem(CustomerRefusals.Unknown)
            : Answers.Ok(new { her.Id });
    }

    private async Task<IResult> Change(
        HttpRequest request, string id, Func<Customer, FactorUse, Result<Customer>> rule,
        Func<Customer, object> view, CancellationToken stop)
    {
        if ((await persons.Herself(request, id, stop)).IsRefused(out var stale, out var customer))
            return Answers.Problem(stale);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var code = fields.Text("code", 20);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (await Braked(request, customer, stop) is { } wait) return wait;
        var her = (await store.Find(customer, stop))?.Record;
        var use = her is null ? null : factors.UseOf(her, code, $"{Guid.NewGuid():N}");
        if (use is null && her is { HasSecondFactor: true }) return Answers.Problem(FactorRefusals.Wrong);
        var changed = await store.Update(
            customer, $"factor-{Guid.NewGuid():N}", known => rule(known, use ?? FactorUse.Nothing), stop);
        if (changed.IsRefused(out var refusal, out var now))
            return Answers.Problem(her is null ? FactorRefusals.Off : refusal);
        await brakes.Clear(BrakeOf(customer), stop);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Answers.Ok(view(now));
    }

    // A browser that was left open is no place to guess in.
    private async Task<IResult?> Braked(HttpRequest request, Id<Customer> customer, CancellationToken stop) =>
        await brakes.Take(request, BrakeOf(customer), isKnownDevice: true, stop) is var (braked, wait)
            ? Answers.Later(request, braked, wait)
            : null;

    private static string BrakeOf(Id<Customer> customer) => $"factor-{customer}";
}
