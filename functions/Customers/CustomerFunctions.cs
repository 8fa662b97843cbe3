using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>A customer's own account: who she is, what she bought, what the shop owes her.</summary>
public sealed class CustomerFunctions(
    TableStore store, CustomerViews views, CustomerDoor door, Mailboxes mailboxes, Tokens tokens,
    TextSeal seal, ShopPolicy policy, TimeProvider clock)
{
    private static readonly string[] Unnamed = [""];

    [Function("GetCustomer")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}")] HttpRequest request,
        string id, CancellationToken stop) =>
        await door.Own(request, id, stop) is { } customer
            ? Answers.Ok(await views.Account(customer, stop))
            : Answers.Problem(SignInRefusals.NotSignedIn);

    [Function("PutCustomer")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (await door.Own(request, id, stop) is not { } customer) return Answers.Problem(SignInRefusals.NotSignedIn);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var email = Deliveries.EmailIn(fields);
        var name = fields.Optional("name", 100);
        var phone = Deliveries.PhoneIn(fields, needed: false, policy.Home, inMetroManila: false);
        var profile = new Profile(email, name, phone?.Number) { PhoneExtension = phone?.Extension };
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (await mailboxes.IdOf(profile.Email, stop) != customer) return Answers.Problem(CustomerRefusals.OtherEmail);

        // Sealed twice it looks different: what is the same stays as it is.
        var kept = (await store.Find(customer, stop))?.Record.Profile;
        var old = kept is null ? null : seal.Open<Profile>(customer.Value, kept);
        profile = profile with { Address = old?.Address };
        bool same = old == profile;
        var text = same ? kept! : seal.Seal(customer.Value, profile);
        var now = clock.GetUtcNow();
        var described = await store.Put(
            customer, $"profile-{Guid.NewGuid():N}",
            known => Customer.Known(known, customer, now).Describe(text), stop);
        return described.Refusal is { } refusal
            ? Answers.Problem(refusal)
            : Answers.Ok(await views.Account(customer, stop));
    }

    [Function("GetCustomerOrders")]
    public async Task<IResult> Orders(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/orders")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (await door.Own(request, id, stop) is not { } customer) return Answers.Problem(SignInRefusals.NotSignedIn);
        if (Page.Of(request, Unnamed).IsRefused(out var refusal, out var page)) return Answers.Problem(refusal);
        var found = await store.List<Order>(Lists.OrdersOf(customer), page.Limit, page.Cursor, stop);
        return Answers.Ok(new
        {
            Items = found.Items.Select(stored => CustomerViews.Row(stored.Record, tokens.For(stored.Record.Id))),
            found.Cursor,
        });
    }

    [Function("GetCustomerReturns")]
    public async Task<IResult> Returns(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/returns")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (await door.Own(request, id, stop) is not { } customer) return Answers.Problem(SignInRefusals.NotSignedIn);
        if (Page.Of(request, Unnamed).IsRefused(out var refusal, out var page)) return Answers.Problem(refusal);
        var found = await store.List<Return>(Lists.ReturnsOf(customer), page.Limit, page.Cursor, stop);
        return Answers.Ok(new { Items = found.Items.Select(stored => CustomerViews.Row(stored.Record)), found.Cursor });
    }

    [Function("GetCustomerPoints")]
    public async Task<IResult> Points(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/points")] HttpRequest request,
        string id, CancellationToken stop) =>
        await door.Own(request, id, stop) is { } customer
            ? Answers.Ok(await views.Points(customer, stop))
            : Answers.Problem(SignInRefusals.NotSignedIn);

    [Function("GetCustomerCredit")]
    public async Task<IResult> Credit(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/credit")] HttpRequest request,
        string id, CancellationToken stop) =>
        await door.Own(request, id, stop) is { } customer
            ? Answers.Ok(new { Items = await views.Credit(customer, stop) })
            : Answers.Problem(SignInRefusals.NotSignedIn);

    /// <summary>Ends all her sign-ins, on this device and on all others.</summary>
    [Function("PutCustomerSignOut")]
    public async Task<IResult> SignOut(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}/sign-out")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (await door.Own(request, id, stop) is not { } customer)
            return Answers.Problem(SignInRefusals.NotSignedIn);
        await door.SignOut(customer, stop);
        return Answers.Ok(new { SignedOut = true });
    }
}
