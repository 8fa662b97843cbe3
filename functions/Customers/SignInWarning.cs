using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Tells a customer that somebody tried codes for her account, once an hour at most.</summary>
public sealed class SignInWarning(
    TableStore store, IMail mail, Letters letters, Tokens tokens, TextSeal seal)
{
    [Function("TellOfTries")]
    public async Task Tell([QueueTrigger(SignInTried.Queue)] SignInTried tried, CancellationToken stop)
    {
        // Who has told nothing of herself has nothing to lose, and no address that we may write to.
        if ((await store.Find(tried.Customer, stop))?.Record.Profile is not { } profile) return;
        var email = seal.Open<Profile>(tried.Customer.Value, profile).Email;
        var budget = tokens.CodeBudgetOf(email);
        var warned = await store.Put(
            budget, $"tried-{tried.SignIn}", known => CodeBudget.Warn(known, budget, tried.At), stop);
        if (warned.OrThrow().WarnedAt != tried.At) return;
        string[] lines =
        [
            $"Somebody entered wrong codes for your account at {letters.Shop}, and did not get in.",
            "If it was you: ask for a new code, or follow the link in the last letter with a code.",
            "If it was not you, you need not do anything. Tell nobody a code that we mail you: we never ask for one.",
        ];
        await mail.Send(
            letters.Write(
                MailTexts.WrongCodes, $"{tried.SignIn}-tried", email, string.Join("\n\n", lines),
                string.Concat(lines.Select(line => $"<p>{Letters.Safe(line)}</p>"))),
            stop);
    }
}

/// <summary>So many wrong codes were entered that the right one opens nothing any more.</summary>
public sealed record SignInTried(
    [property: JsonRequired] Id<SignIn> SignIn, [property: JsonRequired] Id<Customer> Customer,
    [property: JsonRequired] DateTimeOffset At) : IKnownById
{
    public const string Queue = "sign-in-tried";

    string IKnownById.MessageId => SignIn.Value;
}
