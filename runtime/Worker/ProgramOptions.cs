using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Runtime;

/// <summary>An app's program, and what it is started with.</summary>
internal sealed record ProgramOptions
{
    /// <summary>The assembly with the entry point and the functions.</summary>
    public required Assembly App { get; init; }

    /// <summary>The folder with <c>host.json</c>, as an absolute path.</summary>
    public required string Folder { get; init; }

    /// <summary>What the app finds in its configuration, <c>:</c> between the parts of a name.</summary>
    public required IReadOnlyDictionary<string, string?> Settings { get; init; }

    /// <summary>From which levels on the app's log is sent to the host, which would throw away the rest.</summary>
    public IReadOnlyDictionary<string, string?> Levels { get; init; } = new Dictionary<string, string?>();

    /// <summary>What the program finds on its command line.</summary>
    public string[] Arguments { get; init; } = [];

    /// <summary>Runs as the program; its entry point by default.</summary>
    public Action<string[]>? Main { get; init; }

    /// <summary>Runs after the app has registered its services, to replace some of them.</summary>
    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>The classes whose functions exist, by their full names; all by default.</summary>
    public Func<string, bool>? Classes { get; init; }
}
