namespace Serverless.Sandbox;

/// <summary>The sandbox's front page, and the payment provider's script with its card field.</summary>
internal static class PageRoutes
{
    public static void Map(WebApplication app, SandboxOptions options)
    {
        app.MapGet("/", () => Pages.Html("index.html"));
        app.MapGet("/index.js", () => Pages.Script("index.js"));
        foreach (string style in new[] { "sandbox.css", "bank.css", "mail.css" })
            app.MapGet("/" + style, () => Pages.Style(style));
        app.MapGet("/v3", () => Pages.Script("stripe.js"));
        app.MapGet("/v3/card", () => Pages.Html("card.html"));
        app.MapGet("/v3/card.css", () => Pages.Style("card.css"));
        app.MapGet("/v3/card.js", () => Pages.Script("card.js"));
        app.MapGet("/v3/try", () => Pages.Html("try.html", new() { ["key"] = options.StripePublishableKey }));
        app.MapGet("/sandbox/cards", () => TestCard.All.Select(card => new { card.Number, card.Brand, card.Effect }));
    }
}
