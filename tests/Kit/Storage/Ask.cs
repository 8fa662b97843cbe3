namespace Serverless.Tests;

/// <summary>One request to the storage double, read from the wire.</summary>
/// <param name="Path">Its parts behind the account, unescaped.</param>
/// <param name="Header">A header's value; null where it was not sent.</param>
internal sealed record Ask(
    string Method, string[] Path, IReadOnlyDictionary<string, string> Query, Func<string, string?> Header, byte[] Body)
{
    /// <summary>All its headers.</summary>
    public IEnumerable<(string Name, string Value)> Headers { get; init; } = [];

    public string Word(string name) => Query.GetValueOrDefault(name, "");

    public string First => Path.Length > 0 ? Path[0] : "";

    /// <param name="address">Whole, with the account as the first part of its path.</param>
    public static Ask Of(string method, Uri address, Func<string, string?> header, byte[] body)
    {
        var path = address.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(Uri.UnescapeDataString).ToArray();
        var query = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            query[Uri.UnescapeDataString(at < 0 ? pair : pair[..at])] =
                at < 0 ? "" : Uri.UnescapeDataString(pair[(at + 1)..]);
        }

        return new(method, path, query, header, body);
    }
}

/// <summary>What the storage double answers.</summary>
internal sealed class Reply(int status, byte[]? body = null)
{
    public int Status { get; } = status;

    public byte[] Body { get; } = body ?? [];

    public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Reply With(string name, string value)
    {
        Headers[name] = value;
        return this;
    }

    public static string Time(DateTimeOffset at) => at.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Why the storage says no: its status and code, as Azure documents them.</summary>
internal sealed class StorageRefusalException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public StorageRefusalException At(int index) => new(Status, Code, $"{index}:{Message}");

    public static StorageRefusalException NotKnown(Ask ask) => new(
        501, "NotImplemented", $"The storage double was not taught {ask.Method} /{string.Join('/', ask.Path)} "
            + string.Join('&', ask.Query.Select(pair => $"{pair.Key}={pair.Value}")));
}
