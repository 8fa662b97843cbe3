using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Serverless.Runtime;

/// <summary>What functions take from settings: parts of their triggers, and whether they run at all.</summary>
internal static partial class SettingNames
{
    /// <summary>Puts the settings' values in the place of each <c>%name%</c>.</summary>
    public static string Resolve(string text, IConfiguration settings) => Name().Replace(
        text,
        match => settings[match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)]
            ?? throw new StartException($"{match.Value} names a setting that is not there."));

    /// <summary>True when <c>AzureWebJobs.{name}.Disabled</c> (or with <c>_</c> for each dot) says so.</summary>
    public static bool IsDisabled(string function, IConfiguration settings)
    {
        var value = settings[$"AzureWebJobs.{function}.Disabled"] ?? settings[$"AzureWebJobs_{function}_Disabled"];
        return value == "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Name();
}
