using System.Net;
using System.Reflection;

namespace Serverless.Sandbox;

/// <summary>The sandbox's own pages and scripts, embedded in its assembly.</summary>
internal static class Pages
{
    /// <summary>A page, with each <c>{{name}}</c> replaced by its text.</summary>
    public static IResult Html(string name, Dictionary<string, string>? texts = null, int status = 200)
    {
        string page = Read(name);
        foreach (var (key, text) in texts ?? [])
            page = page.Replace("{{" + key + "}}", WebUtility.HtmlEncode(text), StringComparison.Ordinal);
        return Results.Content(page, "text/html; charset=utf-8", statusCode: status);
    }

    public static IResult NotFound(string message) =>
        Html("notice.html", new() { ["message"] = message }, StatusCodes.Status404NotFound);

    public static IResult Script(string name) => Results.Content(Read(name), "text/javascript; charset=utf-8");

    public static IResult Style(string name) => Results.Content(Read(name), "text/css; charset=utf-8");

    private static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The page {name} is not part of the sandbox.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
