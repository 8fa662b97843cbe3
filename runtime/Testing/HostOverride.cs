using System.Reflection;
using Microsoft.Extensions.DependencyInjection;

namespace Serverless.Runtime;

/// <summary>What a test puts in the place of the process: seen by everything that the app's program calls.</summary>
internal sealed class HostOverride
{
    private static readonly AsyncLocal<HostOverride?> Ambient = new();

    public static HostOverride? Current => Ambient.Value;

    public required Assembly App { get; init; }

    public required string ContentRoot { get; init; }

    public required IReadOnlyDictionary<string, string?> Settings { get; init; }

    public Func<Type, bool>? Types { get; init; }

    public Action<IServiceCollection>? Services { get; init; }

    /// <summary>The host that the program has built.</summary>
    public TaskCompletionSource<FunctionsHost> Built { get; } =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From here on this flow of execution is the program of the test.</summary>
    public void Enter() => Ambient.Value = this;
}
