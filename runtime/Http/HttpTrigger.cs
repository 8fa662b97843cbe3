namespace Serverless.Runtime;

/// <summary>The trigger of an HTTP function.</summary>
/// <param name="Route">Its route without the prefix; its function's name where it has none.</param>
/// <param name="Methods">The methods that it answers; all where there are none.</param>
/// <param name="Level">Who may call it.</param>
internal sealed record HttpTrigger(string Route, string[] Methods, HttpLevel Level)
{
    public static HttpTrigger Of(AppFunction function) => new(
        function.Trigger.Text("route") ?? function.Name,
        function.Trigger.Texts("methods"),
        Enum.TryParse<HttpLevel>(function.Trigger.Text("authLevel"), ignoreCase: true, out var level)
            ? level
            : HttpLevel.Function);
}
