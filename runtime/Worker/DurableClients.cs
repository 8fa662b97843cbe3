using System.Text.Json;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime;

/// <summary>Tells functions that ask for a client of orchestrations where the host's own service is.</summary>
internal sealed class DurableClients(Uri service)
{
    public const string Binding = "durableClient";

    // Without a hub's name the worker opens a plain channel, whose calls may wait as long as they like.
    private readonly string where = JsonSerializer.Serialize(new
    {
        taskHubName = "",
        connectionName = "",
        rpcBaseUrl = service,
        requiredQueryStringParameters = "",
        httpBaseUrl = new Uri(service, "none"),
        maxGrpcMessageSizeInBytes = 64 * 1024 * 1024,
        grpcHttpClientTimeout = (string?)null,
    });

    public void Fill(InvocationRequest request, AppFunction function)
    {
        foreach (var binding in function.Bindings)
        {
            if (binding.Type == Binding)
                request.InputData.Add(new ParameterBinding { Name = binding.Name, Data = new() { String = where } });
        }
    }
}
