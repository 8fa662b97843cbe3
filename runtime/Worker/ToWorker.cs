using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Yarp.ReverseProxy.Forwarder;

namespace Serverless.Runtime;

/// <summary>
/// Hands a request on as it came: the worker takes scheme, host and caller from the forwarded headers, and a path is
/// not written anew, so that an encoded slash stays one.
/// </summary>
internal sealed class ToWorker : HttpTransformer
{
    public static readonly ToWorker Transform = new();

    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix,
        CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        var request = httpContext.Request;
        // What a caller claims of this kind is not to be believed.
        Set(proxyRequest, "X-Forwarded-Proto", request.Scheme);
        Set(proxyRequest, "X-Forwarded-Host", request.Host.Value);
        Set(proxyRequest, "X-Forwarded-For", httpContext.Connection.RemoteIpAddress?.ToString());
        if (httpContext.Features.Get<IHttpRequestFeature>()?.RawTarget is { } target && target.StartsWith('/'))
            proxyRequest.RequestUri = new Uri(destinationPrefix + target, AsItIs);
    }

    private static void Set(HttpRequestMessage request, string name, string? value)
    {
        request.Headers.Remove(name);
        if (!string.IsNullOrEmpty(value))
            request.Headers.TryAddWithoutValidation(name, value);
    }
}
