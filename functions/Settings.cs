using Microsoft.Extensions.Configuration;

namespace Serverless.Functions;

/// <summary>What is told to the app from outside; read in one place, at start.</summary>
/// <param name="TokenKey">
/// Signs tokens and names customers: keys of at least 32 characters, parted by commas, of which the first signs and
/// every one still holds.
/// </param>
/// <param name="ProfileKey">Seals what is private, see <see cref="Adapters.TextSeal"/>.</param>
/// <param name="SiteUrl">Where shoppers see the site, without a slash at its end.</param>
public sealed record Settings(string TokenKey, string ProfileKey, string SiteUrl)
{
    /// <summary>Opens a shop in which nobody works yet, once; at least 32 characters. Null: nobody can.</summary>
    public string? SetupSecret { get; init; }

    public static Settings From(IConfiguration configuration)
    {
        var settings = new Settings(
            Need(configuration, "TokenKey"), Need(configuration, "ProfileKey"),
            Need(configuration, "SiteUrl").TrimEnd('/'))
        {
            SetupSecret = configuration["SetupSecret"] is { Length: > 0 } secret && !IsUnresolved(secret)
                ? secret
                : null,
        };
        var keys = KeysIn(settings.TokenKey);
        bool good = keys.Length > 0 && keys.All(key => key.Length >= 32);
        return good && settings.SetupSecret is null or { Length: >= 32 }
            ? settings
            : throw new InvalidOperationException(
                "The setting TokenKey needs at least 32 characters for every key, and SetupSecret, if there is one.");
    }

    // What the platform leaves in place of a secret that the vault has not: anybody could write that down.
    private static bool IsUnresolved(string value) =>
        value.StartsWith("@Microsoft.KeyVault(", StringComparison.Ordinal);

    /// <summary>The keys of a setting that names several, the one in use first.</summary>
    public static string[] KeysIn(string setting) =>
        setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A setting that must be there.</summary>
    public static string Need(IConfiguration configuration, string name) =>
        configuration[name] is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException($"The setting '{name}' is missing.");
}
