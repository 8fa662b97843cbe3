using System.Collections.Immutable;
using System.Text.Json;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime;

/// <summary>A function of the app, as its worker announces it.</summary>
internal sealed class AppFunction
{
    private const string TriggerSuffix = "Trigger";

    public AppFunction(RpcFunctionMetadata metadata)
    {
        Metadata = metadata;
        Bindings = [.. metadata.RawBindings.Select(Binding.Parse)];
        Trigger = Bindings.FirstOrDefault(binding => binding.Type.EndsWith(TriggerSuffix, StringComparison.Ordinal))
            ?? throw new StartException($"Function '{metadata.Name}' has no trigger.");
    }

    /// <summary>What the worker said of it, to be sent back as it came.</summary>
    public RpcFunctionMetadata Metadata { get; }

    public string Name => Metadata.Name;

    public string Id => Metadata.FunctionId;

    public ImmutableArray<Binding> Bindings { get; }

    public Binding Trigger { get; }

    /// <summary>The first word of its trigger: <c>http</c>, <c>queue</c>, <c>timer</c>, <c>activity</c>.</summary>
    public string Kind => Trigger.Type[..^TriggerSuffix.Length];
}

/// <summary>One binding of a function, from its metadata.</summary>
/// <param name="Type">What it is: <c>httpTrigger</c>, <c>durableClient</c>.</param>
/// <param name="Name">The parameter that it is for.</param>
/// <param name="Content">All of it.</param>
internal sealed record Binding(string Type, string Name, JsonElement Content)
{
    public static Binding Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var content = document.RootElement.Clone();
        return new(Text(content, "type") ?? "", Text(content, "name") ?? "", content);
    }

    /// <summary>A text of the binding by its name; null where there is none.</summary>
    public string? Text(string name) => Text(Content, name);

    /// <summary>A yes or no of the binding by its name, or the default.</summary>
    public bool Flag(string name, bool without) => Find(Content, name) is { } found
        ? found.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => bool.TryParse(found.ToString(), out bool flag) ? flag : without,
        }
        : without;

    /// <summary>A list of texts of the binding by its name.</summary>
    public string[] Texts(string name) => Find(Content, name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Select(item => item.ToString())]
        : [];

    /// <summary>True where the worker wants data to read the value from, in the place of the value.</summary>
    public bool IsDeferred => Find(Content, "properties") is { ValueKind: JsonValueKind.Object } properties
        && Find(properties, "supportsDeferredBinding") is { } deferred
        && string.Equals(deferred.ToString(), "true", StringComparison.OrdinalIgnoreCase);

    private static string? Text(JsonElement content, string name) =>
        Find(content, name) is { ValueKind: not JsonValueKind.Null } found ? found.ToString() : null;

    private static JsonElement? Find(JsonElement content, string name)
    {
        foreach (var property in content.EnumerateObject())
        {
            if (property.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
