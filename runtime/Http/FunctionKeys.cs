using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Serverless.Runtime;

/// <summary>
/// The keys that HTTP functions ask for, from header <c>x-functions-key</c> or query <c>code</c>. They are settings:
/// <c>Keys:Master</c>, <c>Keys:Host:{any name}</c>, <c>Keys:System:{any name}</c> and
/// <c>Keys:Functions:{function}:{any name}</c>. Where none is set nobody gets in.
/// </summary>
internal sealed class FunctionKeys(IConfiguration settings)
{
    public bool Admit(AppFunction function, HttpLevel level, HttpRequest request)
    {
        if (level == HttpLevel.Anonymous)
            return true;
        string? given = (string?)request.Headers["x-functions-key"] ?? request.Query["code"];
        return !string.IsNullOrEmpty(given) && Accepted(function, level).Any(key => Same(key, given));
    }

    private IEnumerable<string> Accepted(AppFunction function, HttpLevel level)
    {
        string[] sections = level switch
        {
            HttpLevel.Function => ["Keys:Host", $"Keys:Functions:{function.Name}"],
            HttpLevel.System => ["Keys:System"],
            HttpLevel.Anonymous or HttpLevel.User or HttpLevel.Admin => [],
        };
        return sections.SelectMany(section => settings.GetSection(section).GetChildren())
            .Append(settings.GetSection("Keys:Master"))
            .Select(key => key.Value)
            .OfType<string>()
            .Where(key => key.Length > 0);
    }

    // Takes as long for a nearly right key as for a wrong one.
    private static bool Same(string key, string given) =>
        CryptographicOperations.FixedTimeEquals(
            SHA256.HashData(Encoding.UTF8.GetBytes(key)), SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}

/// <summary>Who may call an HTTP function.</summary>
internal enum HttpLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}
