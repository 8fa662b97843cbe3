using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime;

/// <summary>The functions that a worker announced, without those that settings have switched off.</summary>
internal sealed class FunctionCatalog
{
    // What this host runs. A service bus is for the cloud, where its functions are run by Microsoft's host.
    private static readonly string[] Known = ["http", "queue", "timer", "orchestration", "activity"];

    private FunctionCatalog(ImmutableArray<AppFunction> functions) => Functions = functions;

    /// <summary>In the order of their names.</summary>
    public ImmutableArray<AppFunction> Functions { get; }

    /// <summary>Those with one kind of trigger.</summary>
    public IEnumerable<AppFunction> Of(string kind) => Functions.Where(function => function.Kind == kind);

    /// <summary>Those with one kind of trigger, by a name; letter case does not matter.</summary>
    public Dictionary<string, AppFunction> ByName(string kind, string property) => Of(kind).ToDictionary(
        function => function.Trigger.Text(property) is { Length: > 0 } name ? name : function.Name,
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes what a worker announced; every mistake in it is told at once.</summary>
    /// <exception cref="StartException">Two have one name, or a trigger is not known.</exception>
    public static FunctionCatalog Of(IEnumerable<RpcFunctionMetadata> announced, IConfiguration settings)
    {
        AppFunction[] all =
        [
            .. announced.Select(metadata => new AppFunction(metadata))
                .OrderBy(function => function.Name, StringComparer.Ordinal),
        ];
        var running = all.Where(function => !SettingNames.IsDisabled(function.Name, settings)).ToImmutableArray();
        string[] problems =
        [
            .. from function in all
               group function by function.Name.ToUpperInvariant() into same
               where same.Count() > 1
               select $"Two functions are named '{same.First().Name}': "
                   + string.Join(" and ", same.Select(function => function.Metadata.EntryPoint)) + ".",
            .. from function in running
               where !Known.Contains(function.Kind)
               select $"Function '{function.Name}': this host does not know {function.Trigger.Type}; switch it off "
                   + $"with AzureWebJobs.{function.Name}.Disabled, or run the app under another host.",
        ];
        return problems.Length == 0
            ? new(running)
            : throw new StartException(string.Join(Environment.NewLine, problems));
    }
}
