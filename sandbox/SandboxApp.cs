using System.Net;

namespace Serverless.Sandbox;

/// <summary>The outside world while developing: everybody who is not the shop, in one process.</summary>
public sealed class SandboxApp : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly SandboxFile file;
    private readonly Agenda agenda;
    private readonly Webhooks webhooks;

    private SandboxApp(WebApplication app, SandboxFile file, Agenda agenda, Webhooks webhooks) =>
        (this.app, this.file, this.agenda, this.webhooks) = (app, file, agenda, webhooks);

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

        var clock = new SandboxClock(options.Time);
        var file = new SandboxFile(options.File);
        var agenda = new Agenda(file, clock, log);
        var webhooks = new Webhooks(file, agenda, clock, log, options.FunctionsUrl);
        var faults = new Faults(clock);
        var stripe = new StripeSandbox(file, agenda, webhooks, faults, clock, log, options, () => publicUrl);

        app.MapGet("/health", () => Results.Text("ok"));
        stripe.Map(app);
        new ControlRoutes(file, stripe.Books, webhooks, faults, agenda, clock).Map(app);

        await app.StartAsync();
        int port = new Uri(app.Urls.First()).Port;
        publicUrl = publicUrl.Length == 0 ? $"http://localhost:{port}" : publicUrl;
        agenda.Start();
        return new(app, file, agenda, webhooks) { Address = $"http://127.0.0.1:{port}", PublicUrl = publicUrl };
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(TimeSpan.FromSeconds(2));
        await agenda.DisposeAsync();
        await app.DisposeAsync();
        webhooks.Dispose();
        file.Dispose();
    }

    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions());
        // The framework's own request log would show query strings.
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
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
