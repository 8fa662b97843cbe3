using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Mails the code with which somebody signs in; seldom enough to fill nobody's mailbox.</summary>
public sealed class SignInMail(
    TableStore store, IMail mail, Letters letters, Mailboxes mailboxes, Tokens tokens, TextSeal seal,
    Settings settings, TimeProvider clock, ILogger<SignInMail> logger)
{
    [Function("MailCode")]
    public async Task Send([QueueTrigger(SignInAsked.Queue)] SignInAsked asked, CancellationToken stop)
    {
        var until = asked.At + SignIn.Life;
        if (clock.GetUtcNow() >= until) return;

        var email = seal.Open<string>(asked.SignIn.Value, asked.Email);
        var customer = await mailboxes.IdOf(email, stop);
        var budget = tokens.CodeBudgetOf(email);
        var allowed = await store.Put(
            budget, asked.SignIn.Value,
            known => CodeBudget.Allow(known, budget, asked.SignIn, asked.FromHerDevice, asked.At), stop);
        if (allowed.Refusal is { } refusal)
        {
            logger.LogWarning("{Customer}: {Code}.", customer, refusal.Code);
            return;
        }

        // The same code for the same sign-in, however often this is repeated.
        var code = tokens.CodeFor(asked.SignIn);
        var opened = await store.Insert(
            asked.SignIn, customer.Value,
            () => new SignIn(asked.SignIn, customer, tokens.HashOf(asked.SignIn, code), until), stop);
        if (opened.IsRefused(out _, out var signIn)) return;
        await mail.Send(Letter(asked.SignIn, email, tokens.CodeFor(asked.SignIn, signIn.Code)), stop);
    }

    // Behind the sign that browsers keep to themselves, so that it stands in no log.
    private string LinkOf(Id<SignIn> signIn) =>
        $"{settings.SiteUrl}/account#sign-in={signIn}.{tokens.ForLink(signIn)}";

    private MailMessage Letter(Id<SignIn> signIn, string email, string code) => letters.Write(
        MailTexts.SignIn, $"{signIn}-code", email,
        $"""
        {code}

        Enter this code where you asked for it to sign in at {letters.Shop}. It is good for ten minutes.
        Or sign in on this device, within an hour: {LinkOf(signIn)}
        If you did not ask for it, you need not do anything. Tell nobody the code: we never ask for it.
        """,
        $"""
        <p style="font-size:2rem;letter-spacing:.2em">{code}</p>
        <p>Enter this code where you asked for it to sign in at {Letters.Safe(letters.Shop)}. It is good for ten
        minutes.</p>
        <p>Or <a href="{LinkOf(signIn)}">sign in on this device</a>, within an hour.</p>
        <p>If you did not ask for it, you need not do anything. Tell nobody the code: we never ask for it.</p>
        """,
        ("code", code));
}

/// <summary>Somebody wants to sign in.</summary>
/// <param name="Email">Sealed for this sign-in: what travels says nothing private.</param>
public sealed record SignInAsked(
    [property: JsonRequired] Id<SignIn> SignIn, [property: JsonRequired] SealedText Email,
    [property: JsonRequired] DateTimeOffset At) : IKnownById
{
    public const string Queue = "sign-in-asked";

    /// <summary>Whether whoever asks is on a device on which she has signed in before.</summary>
    public bool FromHerDevice { get; init; }

    string IKnownById.MessageId => SignIn.Value;
}
