using Serverless.Runtime.Rpc;

namespace Serverless.Tests.Runtime;

/// <summary>Functions as a worker announces them, written by hand.</summary>
internal static class FakeFunction
{
    public static RpcFunctionMetadata Http(string name) =>
        Of(name, """{"type":"httpTrigger","name":"request","direction":"In","authLevel":"Anonymous"}""");

    public static RpcFunctionMetadata Queue(string name, string queue) =>
        Of(name, $$"""{"type":"queueTrigger","name":"text","direction":"In","queueName":"{{queue}}"}""");

    public static RpcFunctionMetadata Activity(string name) =>
        Of(name, """{"type":"activityTrigger","name":"input","direction":"In"}""");

    public static RpcFunctionMetadata Of(string name, params string[] bindings)
    {
        var metadata = new RpcFunctionMetadata
        {
            Name = name,
            FunctionId = $"id of {name}",
            ScriptFile = "fake.dll",
            EntryPoint = $"Fakes.{name}.Run",
        };
        metadata.RawBindings.Add(bindings);
        return metadata;
    }
}
