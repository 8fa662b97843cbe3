using System.Globalization;
using System.Net;

namespace Serverless.Sandbox;

/// <summary>The shopper's bank, which asks her to prove who she is (3-D Secure).</summary>
internal sealed class BankPage(SandboxFile file, StripeBooks books, Charging charging)
{
    public void Map(WebApplication app)
    {
        app.MapGet("/stripe/3ds/{id}", (string id) => Show(id));
        app.MapPost("/stripe/3ds/{id}", async (string id, HttpRequest request) =>
            Answer(id, request.HasFormContentType ? (await request.ReadFormAsync())["outcome"].ToString() : ""));
    }

    private IResult Show(string id)
    {
        if (books.Intents.Find(id) is not { } intent)
            return Pages.NotFound("There is no such payment to confirm.");
        var method = books.Methods.Find(intent.Method ?? intent.Failure?.Method);
        bool open = intent.Status == "requires_action";
        return Pages.Html("bank.html", new()
        {
            ["amount"] = Amount(intent),
            ["last4"] = method?.TestCard.Last4 ?? "••••",
            ["id"] = intent.Id,
            ["state"] = open ? "open" : "done",
            ["back"] = open ? "" : Back(intent),
        });
    }

    private IResult Answer(string id, string outcome)
    {
        if (books.Intents.Find(id) is null)
            return Pages.NotFound("There is no such payment to confirm.");
        if (outcome is not ("complete" or "fail"))
            return Results.Text("Send outcome=complete or outcome=fail.", statusCode: StatusCodes.Status400BadRequest);
        return Results.Redirect(Back(file.Change(() => Settle(id, outcome == "complete"))));
    }

    /// <summary>Answered before, or given up by the shop meanwhile: it stays as it is.</summary>
    private Intent Settle(string id, bool complete)
    {
        var intent = books.Intents.Find(id)!;
        if (intent.Status == "requires_action" && complete)
            charging.Charge(intent, books.Methods.Find(intent.Method)!, null);
        else if (intent.Status == "requires_action")
            charging.FailAtBank(intent);
        return books.Intents.Find(id)!;
    }

    private static string Back(Intent intent)
    {
        bool well = intent.Status is "requires_capture" or "succeeded";
        char joint = intent.ReturnUrl?.Contains('?', StringComparison.Ordinal) == true ? '&' : '?';
        return $"{intent.ReturnUrl ?? "/"}{joint}payment_intent={intent.Id}" +
            $"&payment_intent_client_secret={WebUtility.UrlEncode(intent.Secret)}" +
            $"&redirect_status={(well ? "succeeded" : "failed")}";
    }

    private static string Amount(Intent intent)
    {
        bool whole = intent.Currency == "jpy";
        decimal major = whole ? intent.Amount : intent.Amount / 100m;
        string text = major.ToString(whole ? "N0" : "N2", CultureInfo.InvariantCulture);
        return $"{intent.Currency.ToUpperInvariant()} {text}";
    }
}
