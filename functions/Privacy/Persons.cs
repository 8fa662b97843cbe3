using Microsoft.AspNetCore.Http;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Who may ask something about a person: she herself after a fresh sign-in, and staff.</summary>
public sealed class Persons(TableStore store, Tokens tokens, Mailboxes mailboxes, TextSeal seal, TimeProvider clock)
{
    /// <summary>How long ago she may have signed in.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>She herself, signed in a short while ago.</summary>
    public Result<Id<Customer>> Herself(HttpRequest request, string id)
    {
        if (SignedIn(request, id).IsRefused(out var refusal, out var customer)) return refusal;
        return Tokens.SignedInUntil(request) - SignInFunctions.Stay + Fresh >= clock.GetUtcNow()
            ? customer
            : ErasureRefusals.Stale;
    }

    /// <summary>She herself, whenever she signed in.</summary>
    public Result<Id<Customer>> SignedIn(HttpRequest request, string id) =>
        Id<Customer>.TryParse(id, out var customer) && tokens.CustomerIn(request, clock.GetUtcNow()) == customer
            ? customer
            : SignInRefusals.NotSignedIn;

    /// <summary>For staff: somebody who has an account or has bought something.</summary>
    public async Task<Result<Id<Customer>>> Known(string id, CancellationToken stop) =>
        Id<Customer>.TryParse(id, out var customer)
        && (await store.Find(customer, stop) is not null
            || await store.Count(Lists.OrdersOf(customer), 1, stop) > 0)
            ? customer
            : CustomerRefusals.Unknown;

    /// <summary>Staff, and whose request it is: also once she was forgotten, until her sign-in ends.</summary>
    public bool MaySee(HttpRequest request, string id) =>
        tokens.IsStaff(request) || SignedIn(request, id).Refusal is null;

    /// <summary>What staff wrote is for staff.</summary>
    public string? ReasonFor(HttpRequest request, string? reason) => tokens.IsStaff(request) ? reason : null;

    /// <summary>Whether it is the address that her account is named by.</summary>
    public async Task<bool> IsOf(Id<Customer> customer, string email, CancellationToken stop) =>
        await mailboxes.IdOf(email, stop) == customer;

    public SealedText? Sealed(string owner, string? reason) => reason is null ? null : seal.Seal(owner, reason);
}
