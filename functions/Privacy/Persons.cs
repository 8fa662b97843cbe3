using Microsoft.AspNetCore.Http;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Who may ask something about a person: she herself after a fresh sign-in, and staff.</summary>
public sealed class Persons(
    TableStore store, CustomerDoor door, Mailboxes mailboxes, TextSeal seal, TimeProvider clock)
{
    /// <summary>How long ago she may have signed in.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    /// <summary>She herself, signed in a short while ago.</summary>
    public async Task<Result<Id<Customer>>> Herself(HttpRequest request, string id, CancellationToken stop)
    {
        if (await door.SignIn(request, stop) is not { } token || token.Customer.Value != id)
            return SignInRefusals.NotSignedIn;
        return token.At + Fresh >= clock.GetUtcNow() ? token.Customer : ErasureRefusals.Stale;
    }

    /// <summary>For staff: somebody who has an account or has bought something.</summary>
    public async Task<Result<Id<Customer>>> Known(string id, CancellationToken stop) =>
        Id<Customer>.TryParse(id, out var customer)
        && (await store.Find(customer, stop) is not null
            || await store.Count(Lists.OrdersOf(customer), 1, stop) > 0)
            ? customer
            : CustomerRefusals.Unknown;

    /// <summary>Staff, and whose request it is: also once she was forgotten, until her sign-in ends.</summary>
    public async Task<bool> MaySee(HttpRequest request, string id, CancellationToken stop) =>
        StaffDoor.Of(request) is not null || await door.Own(request, id, stop) is not null;

    /// <summary>What staff wrote is for staff.</summary>
    public static string? ReasonFor(HttpRequest request, string? reason) =>
        StaffDoor.Of(request) is null ? null : reason;

    /// <summary>Whether it is the address that her account is named by.</summary>
    public async Task<bool> IsOf(Id<Customer> customer, string email, CancellationToken stop) =>
        await mailboxes.IdOf(email, stop) == customer;

    public SealedText? Sealed(string owner, string? reason) => reason is null ? null : seal.Seal(owner, reason);
}
