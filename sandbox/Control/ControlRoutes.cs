namespace Serverless.Sandbox;

/// <summary>What tests and curious people may look into and switch; the shop never calls it.</summary>
internal sealed class ControlRoutes(
    SandboxFile file, StripeBooks books, Parcels parcels, Webhooks webhooks, Faults faults, Agenda agenda,
    SandboxClock clock, WarehouseRobot robot)
{
    private readonly List<Action> forget = [books.Clear, parcels.Clear];

    /// <summary>Adds something that a reset forgets.</summary>
    public void Forget(Action clear) => forget.Add(clear);

    public void Map(WebApplication app)
    {
        app.MapGet("/sandbox/payments", (string? order) => Payments(order));
        app.MapGet("/sandbox/events", (string? type) => books.Events.All
            .Where(one => type is null || one.Type == type).OrderBy(one => one.Created).ThenBy(one => one.Id)
            .Select(one => new { one.Id, one.Type, one.Created }));
        app.MapGet("/sandbox/parcels", (string? reference) => parcels.All
            .Where(parcel => reference is null || parcel.Reference == reference).OrderBy(parcel => parcel.BookedAt));
        app.MapGet("/sandbox/clock", Clock);
        app.MapPut("/sandbox/clock", Advance);
        app.MapGet("/sandbox/robot", () => new { on = robot.IsOn, done = robot.Done });
        app.MapPut("/sandbox/robot", (RobotSwitch robotSwitch) => robot.Switch(robotSwitch.On));
        app.MapGet("/sandbox/misbehaviour", () => webhooks.Parties.ToDictionary(party => party, webhooks.MannersOf));
        app.MapPut("/sandbox/misbehaviour/{party}", Misbehave);
        app.MapPut("/sandbox/faults/{party}", Fail);
        app.MapDelete("/sandbox/faults", () => faults.Clear());
        app.MapPut("/sandbox/reset", Reset);
    }

    private IEnumerable<PaymentSummary> Payments(string? order) => books.Intents.All
        .Where(intent => order is null || intent.Metadata.GetValueOrDefault("order") == order)
        .OrderBy(intent => intent.Created).ThenBy(intent => intent.Id)
        .Select(intent => PaymentSummary.Of(intent, books));

    private object Clock() => new { now = clock.GetUtcNow(), aheadSeconds = clock.Ahead.TotalSeconds };

    private IResult Advance(ClockMove move)
    {
        if (move.AdvanceSeconds is < 0 or > 366 * 24 * 3600 || double.IsNaN(move.AdvanceSeconds))
            return Refuse("advanceSeconds must be between 0 and a year.");
        clock.Advance(TimeSpan.FromSeconds(move.AdvanceSeconds));
        return Results.Ok(Clock());
    }

    private IResult Misbehave(string party, Misbehaviour how)
    {
        if (!webhooks.Parties.Contains(party))
            return Refuse($"Nobody here is called {party}; there are: {string.Join(", ", webhooks.Parties)}.");
        webhooks.Misbehave(party, how);
        return Results.Ok(how);
    }

    private IResult Fail(string party, Fault fault)
    {
        string[] parties = [.. webhooks.Parties, EcbRoutes.Party, IssuerRoutes.Party, "mail"];
        if (!parties.Contains(party))
            return Refuse($"Nobody here is called {party}; there are: {string.Join(", ", parties)}.");
        if (!Fault.Kinds.Contains(fault.Kind) || fault.Calls is < 1 or > 10_000)
            return Refuse($"kind must be one of {string.Join(", ", Fault.Kinds)}, and calls between 1 and 10000.");
        faults.Add(party, fault);
        return Results.Ok(fault);
    }

    private IResult Reset()
    {
        faults.Clear();
        agenda.Clear();
        file.Change(() =>
        {
            webhooks.Behave();
            forget.ForEach(clear => clear());
        });
        return Results.NoContent();
    }

    private static IResult Refuse(string message) => Results.Problem(message, statusCode: 400);

    private sealed record ClockMove(double AdvanceSeconds);
}
