using System.Text.RegularExpressions;
using Serverless.Dev;

namespace Serverless.Tests.Infra;

/// <summary>The settings of the app: what the sources read, what the infrastructure sets, and what differs.</summary>
internal static partial class Settings
{
    /// <summary>Read by the platform or a library and not by our sources; <c>*</c> stands for anything.</summary>
    private static readonly string[] Platform =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "AZURE_CLIENT_ID", "AzureWebJobsDisableHomepage",
        "AzureWebJobsStorage__credential",
        "AzureWebJobs_*_Disabled", "DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "ServiceBus__credential",
    ];

    /// <summary>Read, but not to be set in the cloud, where the identity takes its place.</summary>
    private static readonly string[] OnlyAtHome = ["AzureWebJobsStorage", "Backups"];

    private static readonly string[] Folders = ["functions", "adapters", "orchestrations"];

    /// <summary>What an environment gives the app.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<Resource> resources) => resources
        .Where(one => one.Type == "Microsoft.Web/sites/config" && one.Name.EndsWith("/appsettings", Plain))
        .SelectMany(one => one.At("properties").EnumerateObject())
        .ToDictionary(one => one.Name, one => one.Value.ToString());

    public static bool IsSecret(string name) => Secret().IsMatch(name);

    /// <summary>Names in both directions: read and not set, set and not read.</summary>
    public static IEnumerable<string> Differences(IReadOnlyList<Resource> resources, IReadOnlyCollection<string> read)
    {
        var set = Of(resources).Keys;
        var missing = read.Except(OnlyAtHome).Where(name => !set.Any(one => Fits(one, name)))
            .Select(name => $"{name}: read by the sources and not set");
        var idle = set.Where(name => !read.Concat(Platform).Any(one => Fits(name, one)))
            .Select(name => $"{name}: set and read by nobody");
        return missing.Concat(idle);
    }

    /// <summary>Every name that the sources and host.json read, with <c>*</c> for what is filled in.</summary>
    public static IReadOnlyCollection<string> Read(string root)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in Folders.SelectMany(folder => Files(Path.Combine(root, folder))))
        {
            var text = File.ReadAllText(file);
            if (file.EndsWith(".json", Plain))
                names.UnionWith(Percent().Matches(text).Select(match => match.Groups[1].Value));
            else
                names.UnionWith(NamesIn(text));
        }
        return names;
    }

    private const StringComparison Plain = StringComparison.Ordinal;

    private static IEnumerable<string> NamesIn(string text)
    {
        var constants = Constant().Matches(text)
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        foreach (Match match in Reading().Matches(text))
        {
            var name = match.Groups["text"] is { Success: true } literal
                ? Hole().Replace(literal.Value, hole => constants.GetValueOrDefault(hole.Groups[1].Value, "*"))
                : constants.GetValueOrDefault(match.Groups["constant"].Value);
            if (name is not null) yield return name.Replace(":", "__", Plain);
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", Plain) || Path.GetFileName(file).StartsWith("host.", Plain))
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj"));

    private static bool Fits(string name, string pattern) =>
        Regex.IsMatch(name, "^" + Regex.Escape(pattern).Replace("\\*", ".*", Plain) + "$");

    [GeneratedRegex("""(?:configuration\[|Need\(configuration, )\s*(?:\$?"(?<text>[^"]+)"|(?<constant>[A-Z]\w*))""")]
    private static partial Regex Reading();

    [GeneratedRegex("""const string (\w+) = "([^"]+)";""")]
    private static partial Regex Constant();

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Hole();

    [GeneratedRegex("%([A-Za-z_]+)%")]
    private static partial Regex Percent();

    [GeneratedRegex("Secret|Password|Token|Key$")]
    private static partial Regex Secret();
}
