namespace Serverless.Sandbox;

/// <summary>The payment provider as a whole: its parts put together, and its routes.</summary>
internal sealed class StripeSandbox
{
    private readonly StripeDoor door;
    private readonly Methods methods;
    private readonly Intents intents;
    private readonly Refunds refunds;
    private readonly Lookups lookups;
    private readonly BankPage bank;
    private readonly Dashboard dashboard;

    public StripeSandbox(
        SandboxFile file, Agenda agenda, Webhooks webhooks, Faults faults, SandboxClock clock, SandboxLog log,
        SandboxOptions options, Func<string> publicUrl)
    {
        Books = new(file);
        Books.Prune(clock.GetUtcNow() - StripeDoor.KeyLasts);
        Shapes = new(Books, publicUrl);
        var events = new StripeEvents(Books, webhooks, clock, options);
        var charging = new Charging(Books, Shapes, events, agenda, file, clock);
        door = new(file, Books, events, webhooks, agenda, faults, clock, log, options);
        methods = new(Books, clock);
        intents = new(Books, Shapes, events, methods, charging, clock);
        refunds = new(Books, Shapes, events, agenda, file, clock);
        lookups = new(Books, Shapes, webhooks, clock);
        bank = new(file, Books, charging);
        dashboard = new(file, Books, charging, refunds, new(Books, events, agenda, file, clock));
    }

    public StripeBooks Books { get; }

    public StripeShapes Shapes { get; }

    public void Map(WebApplication app)
    {
        app.Use(Cors);
        app.MapPost("/v1/payment_methods", http => door.Serve(http, methods.Create, browser: true));
        app.MapGet("/v1/payment_methods/{id}", http => door.Serve(http, _ => methods.Retrieve(Id(http))));
        app.MapPost("/v1/payment_intents", http => door.Serve(http, intents.Create));
        app.MapGet("/v1/payment_intents", http => door.Serve(http, lookups.Intents));
        app.MapGet("/v1/payment_intents/search", http => door.Serve(http, lookups.Search));
        app.MapGet("/v1/payment_intents/{id}", http => door.Serve(http, call => intents.Retrieve(Id(http), call)));
        var intent = app.MapGroup("/v1/payment_intents/{id}");
        intent.MapPost("/confirm", http => door.Serve(http, call => intents.Confirm(Id(http), call)));
        intent.MapPost("/capture", http => door.Serve(http, call => intents.Capture(Id(http), call)));
        intent.MapPost("/cancel", http => door.Serve(http, call => intents.Cancel(Id(http), call)));
        app.MapGet("/v1/charges/{id}", http => door.Serve(http, call => lookups.Charge(Id(http), call)));
        app.MapPost("/v1/refunds", http => door.Serve(http, refunds.Create));
        app.MapGet("/v1/refunds", http => door.Serve(http, lookups.Refunds));
        app.MapGet("/v1/refunds/{id}", http => door.Serve(http, call => refunds.Retrieve(Id(http), call)));
        app.MapGet("/v1/disputes", http => door.Serve(http, lookups.Disputes));
        bank.Map(app);
        dashboard.Map(app);
    }

    private static string Id(HttpContext http) => (string)http.Request.RouteValues["id"]!;

    /// <summary>Browsers may call the provider from any site, as the genuine one allows.</summary>
    private static Task Cors(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments("/v1"))
            return next(http);
        http.Response.Headers.AccessControlAllowOrigin = "*";
        http.Response.Headers.AccessControlExposeHeaders = "Request-Id";
        if (!HttpMethods.IsOptions(http.Request.Method))
            return next(http);
        http.Response.Headers.AccessControlAllowMethods = "GET, POST";
        http.Response.Headers.AccessControlAllowHeaders =
            "Authorization, Content-Type, Idempotency-Key, Stripe-Version";
        http.Response.Headers.AccessControlMaxAge = "600";
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
