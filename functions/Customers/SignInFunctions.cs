using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Signing in with a code that is mailed; what is answered never tells whether there is an account.</summary>
public sealed class SignInFunctions(
    TableStore store, IMessages messages, Mailboxes mailboxes, Tokens tokens, TextSeal seal, TimeProvider clock)
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
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        var customer = await mailboxes.IdOf(email, stop);
        if (await store.Find(signIn, stop) is { } known && known.Record.Customer != customer)
            return Answers.Problem(SignInRefusals.Taken);
        await messages.Send(
            SignInAsked.Queue, new SignInAsked(signIn, seal.Seal(signIn.Value, email), clock.GetUtcNow()), stop);
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
        var code = fields.Text("code", 12);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        var now = clock.GetUtcNow();
        var entered = await store.Update(
            signIn, $"try-{Guid.NewGuid():N}",
            asked => asked.Enter(tokens.HashOf(signIn, code, asked.Code), now), stop);
        if (entered.Refusal?.Code == "record.unknown") return Answers.Problem(SignInRefusals.WrongCode);
        if (entered.IsRefused(out var refusal, out var record)) return Answers.Problem(refusal);
        if (record.Code != tokens.HashOf(signIn, code, record.Code)) return Answers.Problem(SignInRefusals.WrongCode);

        // Counted from the first time, so that a repetition gives the same token.
        var until = record.EnteredAt!.Value + Stay;
        return Answers.Ok(new { record.Customer, Token = tokens.For(record.Customer, until), Until = until });
    }
}
