using Azure.Core.Pipeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Serverless.Runtime.Testing;

/// <summary>What a test changes in the app that it runs.</summary>
public sealed class TestHostOptions
{
    /// <summary>Settings above all files; <c>:</c> or <c>__</c> between their parts.</summary>
    public Dictionary<string, string?> Settings { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Runs after the app has registered its services, to replace some of them.</summary>
    public Action<IServiceCollection>? Services { get; set; }

    /// <summary>
    /// What takes the host's requests to queues instead of HTTP, for a storage in memory; the app's own are for
    /// <see cref="Services"/> to change.
    /// </summary>
    public HttpPipelineTransport? Wire { get; set; }

    /// <summary>Where the host's logs go, and the app's, which reach the host as text; nowhere by default.</summary>
    public Action<ILoggingBuilder>? Logging { get; set; }

    /// <summary>The clock of timers, orchestrations and the app itself; the real one by default.</summary>
    public TimeProvider? Time { get; set; }

    /// <summary>The folder with <c>host.json</c>; that of the app's assembly by default.</summary>
    public string? ContentRoot { get; set; }

    /// <summary>The classes whose functions exist; all by default.</summary>
    public Func<Type, bool>? Functions { get; set; }

    /// <summary>What the program finds on its command line.</summary>
    public string[] Arguments { get; set; } = [];
}
