using System.Text.Json;
using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>What tests say about results.</summary>
internal static class Says
{
    public static void Refused<T>(Refusal expected, Result<T> result) => Assert.Equal(expected, result.Refusal);

    /// <summary>Records compare their arrays by reference; what they say is compared as text.</summary>
    public static void Same<T>(T expected, T actual) => Assert.Equal(Text(expected), Text(actual));

    public static string Text<T>(T value) => JsonSerializer.Serialize(value);
}
