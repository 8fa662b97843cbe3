using System.Text.Json;

namespace Serverless.Dev;

/// <summary>A resource as an environment would get it: loops unrolled, conditions decided, values filled in.</summary>
/// <param name="Id">Its full id; an extension such as a role names in it what it is put on.</param>
/// <param name="Body">All of it, as JSON.</param>
public sealed record Resource(string Id, string Type, string Name, string ApiVersion, JsonElement Body)
{
    /// <summary>A value below the resource, by its path; undefined when it is not there.</summary>
    public JsonElement At(string path)
    {
        var found = Body;
        foreach (var name in path.Split('.'))
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(name, out found)) return default;
        }
        return found;
    }
}

/// <summary>An environment evaluated offline: what would be deployed, or what is wrong with its files.</summary>
public sealed record Rendering(IReadOnlyList<Resource> Resources, IReadOnlyList<string> Findings)
{
    private const string NoSubscription = "00000000-0000-0000-0000-000000000001";

    /// <summary>Evaluates <c>{environment}.bicepparam</c> of a folder with the Bicep CLI.</summary>
    public static async Task<Rendering> Of(string folder, string environment)
    {
        var bicep = await Bicep.Find();
        var output = Path.Combine(folder, environment + ".snapshot.json");
        try
        {
            var answer = await bicep.Run(folder, "snapshot", environment + ".bicepparam", "--mode", "overwrite",
                "--subscription-id", NoSubscription, "--resource-group", "shop", "--location", "southeastasia");
            if (File.Exists(output)) return new(Read(output), answer.Findings);
            return new([], answer.Findings.Count > 0 ? answer.Findings : [$"{environment}: Bicep gave no result."]);
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static List<Resource> Read(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        return [.. document.RootElement.GetProperty("predictedResources").EnumerateArray().Select(one => new Resource(
            Text(one, "id"), Text(one, "type"), Text(one, "name"), Text(one, "apiVersion"), one.Clone()))];
    }

    private static string Text(JsonElement one, string name) => one.GetProperty(name).GetString()!;
}
