namespace Serverless.Sandbox;

/// <summary>Looking into the customs broker's books, and deciding what customs will say next.</summary>
internal static class CustomsControl
{
    public static void Map(WebApplication app, Declarations declarations)
    {
        app.MapGet("/sandbox/declarations", (string? shipment) => declarations.All
            .Where(one => shipment is null || one.Shipment == shipment).OrderBy(one => one.LodgedAt));
        app.MapPut("/sandbox/declarations/{reference}/charges", (string reference, Charges charges) =>
            declarations.Change(() => declarations.Charge(reference, charges)).Answer is { } told
                ? Results.Ok(told)
                : Results.Problem("Only a declaration that is released is charged for.", statusCode: 400));
        app.MapPut("/sandbox/broker/{next}", (string next, CustomsPlan? plan) => Decide(declarations, next, plan));
    }

    private static IResult Decide(Declarations declarations, string next, CustomsPlan? plan)
    {
        plan = (plan ?? CustomsPlan.Release) with { Outcome = next };
        if (!CustomsPlan.Outcomes.Contains(next))
            return Refuse($"Customs will do one of {string.Join(", ", CustomsPlan.Outcomes)}.");
        if (plan.Rounds is < 1 or > 100 || plan.Declarations is < 1 or > 10_000)
            return Refuse("rounds must be between 1 and 100, and declarations between 1 and 10000.");
        declarations.Next(plan);
        return Results.Ok(plan);
    }

    private static IResult Refuse(string message) => Results.Problem(message, statusCode: 400);
}
