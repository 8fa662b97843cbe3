namespace Serverless.Sandbox;

/// <summary>Looking into the mailbox: a page for people, JSON for tests.</summary>
internal static class MailRoutes
{
    // A mail may bring anything: it is shown, but nothing in it runs.
    private const string Harmless = "sandbox; default-src 'none'; img-src * data:; style-src 'unsafe-inline'";

    public static void Map(WebApplication app, Mailbox mailbox)
    {
        app.MapGet("/mail", () => Pages.Html("mail.html"));
        app.MapGet("/mail.js", () => Pages.Script("mail.js"));
        app.MapGet("/mail/messages", (string? to, int? limit) =>
            mailbox.To(to).Take(Math.Clamp(limit ?? 100, 1, 1000)));
        app.MapDelete("/mail/messages", mailbox.Clear);
        app.MapGet("/mail/messages/{id}", (string id) =>
            mailbox.Find(id) is { } letter ? Results.Ok(letter) : Results.NotFound());
        app.MapGet("/mail/messages/{id}/html", (string id, HttpResponse response) =>
        {
            if (mailbox.Find(id)?.Html is not { } html)
                return Results.NotFound();
            response.Headers.ContentSecurityPolicy = Harmless;
            return Results.Content(html, "text/html; charset=utf-8");
        });
        app.MapGet("/mail/messages/{id}/enclosures/{at:int}", (string id, int at) =>
            mailbox.Find(id)?.Enclosures.ElementAtOrDefault(at) is { } file
                ? Results.File(Convert.FromBase64String(file.Content), file.Type, file.Name)
                : Results.NotFound());
    }
}
