using Microsoft.AspNetCore.Http;
using Serverless.Runtime;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Gives middleware the request that an HTTP function runs for.</summary>
public static class FunctionContextExtensions
{
    /// <summary>The request and response of an HTTP function; null for every other function.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(HttpResults.ItemKey, out var found) ? found as HttpContext : null;
    }
}
