namespace Serverless.Tests.Azure;

/// <summary>The settings that the repository hands out.</summary>
internal static class SettingFiles
{
    /// <summary>Under <c>func start</c>; a person copies it to <c>local.settings.json</c>.</summary>
    public static IReadOnlyDictionary<string, string> Local { get; } = Checkout
        .ReadJson("functions/local.settings.example.json").GetProperty("Values")
        .EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!);

    /// <summary>What is the same in every cloud environment.</summary>
    public static IReadOnlyDictionary<string, string> Cloud { get; } = Checkout
        .ReadJson("functions/cloud.settings.json")
        .EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!);
}
