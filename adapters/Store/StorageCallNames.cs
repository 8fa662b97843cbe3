using System.Net;
using Azure.Core;

namespace Serverless.Adapters;

/// <summary>Tells from a request what is done to which table, queue or container.</summary>
internal static class StorageCallNames
{
    public static (string Kind, string Name) Of(string service, Request request)
    {
        var address = request.Uri.ToUri();
        var path = Uri.UnescapeDataString(address.AbsolutePath).Split('/', StringSplitOptions.RemoveEmptyEntries);
        // The emulator puts the account into the path, Azure into the host.
        bool hasAccount = IPAddress.TryParse(address.Host, out _) || address.Host == "localhost";
        if (hasAccount && path.Length > 0) path = path[1..];
        return service switch
        {
            "table" => Table(request, path),
            "queue" => Queue(request.Method, path, address.Query),
            _ => Blob(request.Method, path, address.Query),
        };
    }

    private static (string, string) Table(Request request, string[] path)
    {
        string last = path.Length > 0 ? path[0] : "";
        int keys = last.IndexOf('(', StringComparison.Ordinal);
        string name = keys < 0 ? last : last[..keys];
        if (name == "$batch") return ("batch", "");
        if (name == "Tables") return ("create", "");
        bool hasKeys = keys >= 0 && !last.EndsWith("()", StringComparison.Ordinal);
        string kind = request.Method.Method switch
        {
            "GET" => hasKeys ? "read" : "query",
            "POST" => "insert",
            "DELETE" => "delete",
            _ => request.Headers.Contains("If-Match") ? "update" : "upsert",
        };
        return (kind, name);
    }

    private static (string, string) Queue(RequestMethod method, string[] path, string query)
    {
        string name = path.Length > 0 ? path[0] : "";
        if (path.Length < 2) return (method == RequestMethod.Get ? "look" : "create", name);
        string kind = method.Method switch
        {
            "POST" => "send",
            "PUT" => "update",
            "DELETE" => "delete",
            _ => query.Contains("peekonly=true", StringComparison.OrdinalIgnoreCase) ? "peek" : "receive",
        };
        return (kind, name);
    }

    private static (string, string) Blob(RequestMethod method, string[] path, string query)
    {
        string name = path.Length > 0 ? path[0] : "";
        if (query.Contains("restype=container", StringComparison.OrdinalIgnoreCase))
            return (method == RequestMethod.Put ? "create" : "list", name);
        return (method.Method.ToLowerInvariant(), name);
    }
}
