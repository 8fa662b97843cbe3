namespace Serverless.Sandbox;

/// <summary>Making the issuer lie, and changing its keys.</summary>
internal static class IssuerControl
{
    public static void Map(WebApplication app, IssuerLies lies, IssuerKeys keys)
    {
        app.MapPut("/sandbox/issuer/lies/{lie}", (string lie, Told? told) => Lie(lies, lie, told?.Times ?? 1));
        app.MapDelete("/sandbox/issuer/lies", () => lies.Clear());
        app.MapPut("/sandbox/issuer/keys", () => Results.Ok(new { kid = keys.Rotate().Id }));
    }

    private static IResult Lie(IssuerLies lies, string lie, int times)
    {
        if (!IssuerLies.All.Contains(lie) || times is < 1 or > 10_000)
            return Results.Problem(
                $"A lie is one of {string.Join(", ", IssuerLies.All)}, told 1 to 10000 times.", statusCode: 400);
        lies.Tell(lie, times);
        return Results.Ok(new { lie, times });
    }

    private sealed record Told(int? Times);
}
