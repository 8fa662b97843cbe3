using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace Serverless.Runtime;

/// <summary>Reads <c>host.json</c> and <c>local.settings.json</c> into an app's configuration.</summary>
internal static class SettingsFiles
{
    /// <summary>
    /// Adds both below the environment's variables, which therefore win; gives the values that are the app's.
    /// </summary>
    public static Dictionary<string, string?> AddTo(IConfigurationBuilder configuration, string folder, bool isTest)
    {
        // What a developer has on her machine must not decide whether a test passes.
        var local = isTest ? [] : Read(Path.Combine(folder, "local.settings.json"));
        if (bool.TryParse(local.GetValueOrDefault("IsEncrypted"), out bool encrypted) && encrypted)
            throw new StartException("local.settings.json is encrypted; decrypt it with `func settings decrypt`.");
        var host = Read(Path.Combine(folder, "host.json"));
        if (File.Exists(Path.Combine(folder, "host.json")) && host.GetValueOrDefault("version") != "2.0")
            throw new StartException("host.json must say \"version\": \"2.0\", or the Functions host does not start.");
        int place = Environment(configuration.Sources);
        var values = Values(local).ToDictionary(StringComparer.OrdinalIgnoreCase);
        Insert(configuration, place, values);
        Insert(configuration, place, host.Select(pair => new KeyValuePair<string, string?>(
            $"{HostSettings.Section}:{pair.Key}", pair.Value)));
        return values;
    }

    /// <summary>The prefix of routes in <c>host.json</c>, or the default where it says nothing.</summary>
    public static string RoutePrefix(string folder) =>
        HostSettings.Prefix(Read(Path.Combine(folder, "host.json")).GetValueOrDefault("extensions:http:routePrefix"));

    private static IEnumerable<KeyValuePair<string, string?>> Values(Dictionary<string, string?> local)
    {
        const string Values = "Values:";
        const string Port = "Host:LocalHttpPort";
        foreach (var (key, value) in local)
        {
            if (key.StartsWith(Values, StringComparison.OrdinalIgnoreCase))
                yield return new(key[Values.Length..].Replace("__", ":", StringComparison.Ordinal), value);
            if (key.StartsWith("ConnectionStrings:", StringComparison.OrdinalIgnoreCase)
                || key.Equals(Port, StringComparison.OrdinalIgnoreCase))
                yield return new(key, value);
        }
    }

    private static Dictionary<string, string?> Read(string file)
    {
        if (!File.Exists(file))
            return [];
        try
        {
            using var stream = File.OpenRead(file);
            return new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable()
                .Where(pair => pair.Value is not null)
                .ToDictionary(StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException or JsonException)
        {
            string reason = exception.InnerException?.Message ?? exception.Message;
            throw new StartException($"{Path.GetFileName(file)} is not valid JSON: {reason}", exception);
        }
    }

    private static int Environment(IList<IConfigurationSource> sources)
    {
        int last = sources.Count;
        for (int index = 0; index < sources.Count; index++)
        {
            if (sources[index] is EnvironmentVariablesConfigurationSource { Prefix: null or "" })
                last = index;
        }

        return last;
    }

    private static void Insert(
        IConfigurationBuilder configuration, int place, IEnumerable<KeyValuePair<string, string?>> values) =>
        configuration.Sources.Insert(
            place, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = values });
}
