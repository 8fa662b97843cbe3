using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime;

/// <summary>The host that an app's program runs: says where it listens, or in one sentence why it cannot.</summary>
internal sealed class FunctionsHost(WebApplication web, int port) : IHost, IAsyncDisposable
{
    private readonly Stopping stopping = web.Services.GetRequiredService<Stopping>();

    public IServiceProvider Services => web.Services;

    /// <summary>Can be asked even when the host is disposed of already.</summary>
    public IHostApplicationLifetime Lifetime { get; } = web.Lifetime;

    /// <summary>Where it listens, once it is started.</summary>
    public Uri Address => new(web.Urls.First());

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        var log = web.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Functions");
        if (web.Services.GetRequiredService<HostSettings>().Unread is { Count: > 0 } unread)
            log.LogWarning("Not read here, though Azure may: host.json's {Settings}.", string.Join(", ", unread));
        try
        {
            await Listen(cancellationToken);
        }
        catch (StartException exception) when (HostOverride.Current is null)
        {
            exception.Exit();
            throw;
        }

        var kinds = web.Services.GetRequiredService<FunctionCatalog>().Functions
            .CountBy(function => BindingTypes.Of(function.Trigger.GetType()))
            .Select(kind => $"{kind.Value} {kind.Key}");
        log.LogInformation("Listening on {Address} ({Functions}).", Address, string.Join(", ", kinds));
    }

    public Task StopAsync(CancellationToken cancellationToken = default) =>
        stopping.Killed ? Task.CompletedTask : web.StopAsync(cancellationToken);

    public void Dispose()
    {
        if (!stopping.Killed)
            ((IDisposable)web).Dispose();
    }

    public ValueTask DisposeAsync() => stopping.Killed ? ValueTask.CompletedTask : web.DisposeAsync();

    /// <summary>Closes the door on every caller without waiting for anyone.</summary>
    public async Task Kill()
    {
        stopping.Kill();
        await DurableComposition.Abandon(web.Services);
        web.Services.GetRequiredService<SendWatcher>().Dispose();
        await web.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .StopAsync(new CancellationToken(canceled: true));
        Lifetime.StopApplication();
    }

    private async Task Listen(CancellationToken cancellation)
    {
        try
        {
            await web.StartAsync(cancellation);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartException(
                $"Port {port} of 127.0.0.1 is in use: stop what listens there, or choose another with --port.",
                exception);
        }
        catch (IOException exception)
        {
            // A file of the host's own that is locked or broken says so itself.
            throw new StartException(exception.Message, exception);
        }
    }
}
