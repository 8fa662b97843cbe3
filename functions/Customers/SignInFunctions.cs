using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>
/// Signing in with a code or a link that is mailed; what is answered never tells whether there is an account.
/// </summary>
public sealed class SignInFunctions(
    TableStore store, IMessages messages, Mailboxes mailboxes, CustomerDoor door, SenderBudgets senders,
    CustomerFactors factors, Tokens tokens, TextSeal seal, TimeProvider clock)
{
    /// <summary>How long a customer stays signed in.</summary>
    public static readonly TimeSpan Stay = TimeSpan.FromDays(30);

    [Function("PutSignIn")]
    public async Task<IResult> Ask(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "sign-ins/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<SignIn>.TryParse(id, out var signIn)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var email = Deliveries.EmailIn(fields);
        var device = fields.Optional("device", 200);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        var hers = await mailboxes.Find(email, stop);
        bool fromHerDevice = door.IsHerDevice(device, hers);
        if (!fromHerDevice && await senders.Take(request, stop) is { } crowded) return crowded;
        if (await store.Find(signIn, stop) is { } known && known.Record.Customer != hers.Customer)
            return Answers.Problem(SignInRefusals.Taken);
        var asked = new SignInAsked(signIn, seal.Seal(signIn.Value, email), clock.GetUtcNow())
        {
            FromHerDevice = fromHerDevice,
        };
        await messages.Send(SignInAsked.Queue, asked, stop);
        return Answers.Accepted(request, $"/api/sign-ins/{signIn}", new { Id = signIn });
    }

    [Function("PutSignInCode")]
    public async Task<IResult> Enter(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "sign-ins/{id}/code")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<SignIn>.TryParse(id, out var signIn)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var (link, attempt) = (fields.Optional("link", 100), fields.Optional("attempt", 100));
        var (second, device) = (fields.Optional("second", 20), fields.Optional("device", 200));
        var code = link is null ? fields.Text("code", 12) : "";
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (link is not null && !tokens.IsLink(link, signIn)) return Answers.Problem(SignInRefusals.OldLink);

        var now = clock.GetUtcNow();
        var entered = await store.Update(
            signIn, $"try-{Guid.NewGuid():N}",
            asked => link is null
                ? asked.Enter(tokens.HashOf(signIn, code, asked.Code), attempt, now)
                : asked.Follow(attempt, now), stop);
        if (entered.Refusal?.Code == "record.unknown") return Answers.Problem(SignInRefusals.WrongCode);
        if (entered.IsRefused(out var refusal, out var record)) return Answers.Problem(refusal);
        if (record.EnteredAt is not { } at)
            return await senders.Take(request, stop) ?? await Missed(record, now, stop);
        var passed = await factors.Pass(record, at, second, device, stop);
        if (!passed.IsRefused(out var missing, out var since)) return SignedIn(record.Customer, since);
        return missing == FactorRefusals.Wrong && await senders.Take(request, stop) is { } crowded
            ? crowded
            : Answers.Problem(missing);
    }

    // Counted from the first time, so that a repetition gives the same token.
    private IResult SignedIn(Id<Customer> customer, DateTimeOffset at) => Answers.Ok(new
    {
        Customer = customer,
        Token = tokens.For(customer, at + Stay),
        Until = at + Stay,
        Device = tokens.ForDevice(customer, at),
    });

    private async Task<IResult> Missed(SignIn record, DateTimeOffset now, CancellationToken stop)
    {
        if (record.IsLocked)
            await messages.Send(SignInTried.Queue, new SignInTried(record.Id, record.Customer, now), stop);
        return Answers.Problem(SignInRefusals.WrongCode);
    }
}
