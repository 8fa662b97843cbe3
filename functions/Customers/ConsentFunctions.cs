using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What a customer allows, purpose by purpose; withdrawing is as easy as giving.</summary>
/// <remarks>
/// Philippine Data Privacy Act of 2012, section 3(b); GDPR, article 7: every answer stays on the customer's timeline
/// with the text she was shown, when and where.
/// </remarks>
public sealed class ConsentFunctions(
    TableStore store, CustomerDoor door, Tokens tokens, Settings settings, TimeProvider clock)
{
    private static readonly string[] Sources = ["account", "checkout"];

    [Function("GetConsentTexts")]
    public static IResult Texts(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "consents")] HttpRequest request) =>
        Answers.Ok(new { Items = ConsentText.All });

    [Function("PutConsent")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "customers/{id}/consents/{purpose}")]
        HttpRequest request, string id, string purpose, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await door.Own(request, id, stop) is not { } customer)
            return Answers.Problem(SignInRefusals.NotSignedIn);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        bool given = fields.Flag("allowed");
        var version = fields.Text("textVersion", 40);
        var source = fields.Optional("source", 20) ?? Sources[0];
        if (!Sources.Contains(source)) fields.Refuse("source", $"One of {string.Join(", ", Sources)}.");
        return fields.Refusal is { } bad
            ? Answers.Problem(bad)
            : await Note(customer, new(purpose, given, version, now, source), stop);
    }

    /// <summary>
    /// The link in every mail that needs consent; it works without signing in. A mail program sends a POST with a form
    /// that says nothing more (RFC 8058), so no body is read.
    /// </summary>
    [Function("Unsubscribe")]
    public async Task<IResult> Unsubscribe(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "post", Route = "unsubscriptions/{id}/{purpose}")]
        HttpRequest request, string id, string purpose, CancellationToken stop)
    {
        var token = request.Query["token"].ToString();
        if (!Id<Customer>.TryParse(id, out var customer) || !tokens.MayUnsubscribe(token, customer, purpose))
            return Answers.Problem(CustomerRefusals.Link);
        var version = ConsentText.Of(purpose)?.Version ?? "";
        return await Note(customer, new(purpose, false, version, clock.GetUtcNow(), "link"), stop);
    }

    /// <summary>
    /// For mail programs that open the link instead: whatever only looks at links must end nothing, so this leads to
    /// the page that asks.
    /// </summary>
    [Function("GetUnsubscription")]
    public IResult Open(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "unsubscriptions/{id}/{purpose}")]
        HttpRequest request, string id, string purpose)
    {
        var token = request.Query["token"].ToString();
        return Id<Customer>.TryParse(id, out var customer) && tokens.MayUnsubscribe(token, customer, purpose)
            ? Results.Redirect(Unsubscription.From(customer, purpose, tokens, settings).Page)
            : Answers.Problem(CustomerRefusals.Link);
    }

    private async Task<IResult> Note(Id<Customer> id, Consent consent, CancellationToken stop)
    {
        var noted = await store.Put(
            id, $"consent-{Guid.NewGuid():N}",
            known => Customer.Known(known, id, consent.At).Answer(consent), stop);
        return noted.IsRefused(out var refusal, out var customer)
            ? Answers.Problem(refusal)
            : Answers.Ok(new { Consents = CustomerViews.ConsentsOf(customer) });
    }
}
