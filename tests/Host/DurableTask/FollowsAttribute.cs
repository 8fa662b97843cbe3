namespace Serverless.Tests.Runtime;

/// <summary>Where the behaviour that a case expects is documented.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FollowsAttribute(string source) : Attribute
{
    public const string Docs = "https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-";
    public const string Errors = Docs + "error-handling";
    public const string Timers = Docs + "timers";
    public const string Events = Docs + "external-events";
    public const string SubOrchestrations = Docs + "sub-orchestrations";
    public const string Eternal = Docs + "eternal-orchestrations";
    public const string Management = Docs + "instance-management";
    public const string Status = Docs + "custom-orchestration-status";
    public const string Constraints = Docs + "code-constraints";
    public const string Orchestrations = Docs + "orchestrations";
    public const string Sequence = Docs + "sequence";
    public const string FanOut = Docs + "cloud-backup";
    public const string Bindings = Docs + "bindings";
    public const string Diagnostics = Docs + "diagnostics";
    public const string Versions = Docs + "orchestration-versioning";
    public const string Api = "https://learn.microsoft.com/dotnet/api/microsoft.durabletask";
    public const string ClientApi = Api + ".client.durabletaskclient";
    public const string ContextApi = Api + ".taskorchestrationcontext";
    public const string Framework = "https://github.com/Azure/durabletask";
    public const string Extension = "https://github.com/Azure/azure-functions-durable-extension";
    public const string Worker = "https://github.com/microsoft/durabletask-dotnet";

    public string Source { get; } = source;
}
