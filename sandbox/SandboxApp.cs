using System.Net;

namespace Serverless.Sandbox;

/// <summary>The outside world while developing: everybody who is not the shop, in one process.</summary>
public sealed class SandboxApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SandboxFile file;
    private readonly Agenda agenda;
    private readonly Webhooks webhooks;
    private readonly SmtpServer smtp;
    private readonly WarehouseRobot robot;

    private SandboxApp(
        WebApplication app, SandboxFile file, Agenda agenda, Webhooks webhooks, SmtpServer smtp, WarehouseRobot robot)
    {
        (this.app, this.file, this.agenda) = (app, file, agenda);
        (this.webhooks, this.smtp, this.robot) = (webhooks, smtp, robot);
    }

    /// <summary>Where programs reach it, without a slash at the end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Where browsers reach it.</summary>
    public string PublicUrl { get; private set; } = "";

    public int SmtpPort { get; private set; }

    /// <summary>Ends when the process is asked to stop.</summary>
    public Task Ended => app.WaitForShutdownAsync();

    /// <summary>Starts it; everything it remembers in its file goes on where it stopped.</summary>
    public static async Task<SandboxApp> Start(SandboxOptions options)
    {
        var log = new SandboxLog(options.Log ?? Console.WriteLine);
        var app = Build(options.Port);
        string publicUrl = options.PublicUrl.TrimEnd('/');

        var file = new SandboxFile(options.File);
        var clock = new SandboxClock(options.Time, file);
        var agenda = new Agenda(file, clock, log);
        var webhooks = new Webhooks(file, agenda, clock, log, options.FunctionsUrl);
        var faults = new Faults(clock);
        var stripe = new StripeSandbox(file, agenda, webhooks, faults, clock, log, options, () => publicUrl);

        var mailbox = new Mailbox(file, clock);
        var smtp = new SmtpServer(mailbox, faults, log);
        var parcels = new Parcels(file, webhooks, agenda, clock, options);
        var carrier = new NinjaVanRoutes(file, parcels, faults, clock, log, options);
        var robot = new WarehouseRobot(file, parcels, clock, log, options);
        var bank = new EcbRoutes(faults, clock, log);
        var declarations = new Declarations(file, parcels, webhooks, agenda, clock, options);
        var broker = new BrokerRoutes(file, declarations, webhooks, agenda, faults, clock, log, options);
        var control = new ControlRoutes(file, stripe.Books, parcels, webhooks, faults, agenda, clock, robot);
        var suppliers = new SupplierRoutes(log, options);
        var (keys, lies) = (new IssuerKeys(file), new IssuerLies());
        var issuer = new IssuerRoutes(file, keys, lies, faults, clock, log, options, () => publicUrl);
        control.Forget(issuer.Clear);
        control.Forget(mailbox.Clear);
        control.Forget(carrier.Clear);
        control.Forget(broker.Clear);
        control.Forget(declarations.Clear);

        app.MapGet("/health", () => Results.Text("ok"));
        stripe.Map(app);
        carrier.Map(app);
        bank.Map(app);
        broker.Map(app);
        CustomsControl.Map(app, declarations);
        suppliers.Map(app);
        issuer.Map(app);
        new AuthorizePage(issuer, lies, clock, options).Map(app);
        IssuerControl.Map(app, lies, keys);
        app.Lifetime.ApplicationStopped.Register(suppliers.Dispose);
        MailRoutes.Map(app, mailbox);
        PageRoutes.Map(app, options);
        control.Map(app);

        await app.StartAsync();
        int port = new Uri(app.Urls.First()).Port;
        publicUrl = publicUrl.Length == 0 ? $"http://localhost:{port}" : publicUrl;
        agenda.Start();
        robot.Start();
        return new(app, file, agenda, webhooks, smtp, robot)
        {
            Address = $"http://127.0.0.1:{port}",
            PublicUrl = publicUrl,
            SmtpPort = smtp.Start(options.SmtpPort),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(TimeSpan.FromSeconds(2));
        await robot.DisposeAsync();
        await smtp.DisposeAsync();
        await agenda.DisposeAsync();
        await app.DisposeAsync();
        webhooks.Dispose();
        file.Dispose();
    }

    private static WebApplication Build(int port)
    {
        // Empty: no settings files to watch, no variables that a test process happens to have, and no request log of
        // the framework's, which would show query strings.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (port == 0)
                kestrel.Listen(IPAddress.Loopback, 0);
            else
                kestrel.ListenLocalhost(port);
        });
        return builder.Build();
    }
}
