using System.Globalization;

namespace Serverless.Tests;

/// <summary>One blob in memory, as one moment shows it.</summary>
internal sealed record BlobDouble(byte[] Content, string Type, string Tag, DateTimeOffset CreatedAt)
{
    private const string MetadataPrefix = "x-ms-meta-";

    public required DateTimeOffset ChangedAt { get; init; }

    public Dictionary<string, string> Metadata { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Content-Type, Cache-Control and their like.</summary>
    public Dictionary<string, string> Says { get; init; } = [];

    /// <summary>How many blocks were appended.</summary>
    public int Appended { get; init; }

    /// <summary>Blocks that were put, and not committed yet.</summary>
    public Dictionary<string, byte[]> Uncommitted { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The blocks that make it up, where it was made of blocks.</summary>
    public List<(string Id, byte[] Content)> Committed { get; init; } = [];

    /// <summary>Whether it is there, or only blocks of it are.</summary>
    public bool IsThere { get; init; } = true;

    public string ContentType => Says.GetValueOrDefault("Content-Type", "application/octet-stream");

    public Reply Describe(Reply reply)
    {
        foreach (var (name, value) in Metadata) reply.With(MetadataPrefix + name, value);
        reply.With("Content-Type", ContentType);
        foreach (var (name, value) in Says) reply.With(name, value);
        return Tagged(reply).With("x-ms-blob-type", Type).With("x-ms-creation-time", Reply.Time(CreatedAt))
            .With("Accept-Ranges", "bytes").With("x-ms-server-encrypted", "true")
            .With("x-ms-lease-status", "unlocked").With("x-ms-lease-state", "available")
            .With("x-ms-blob-committed-block-count", $"{Appended}");
    }

    public Reply Tagged(Reply reply) => reply.With("ETag", Tag).With("Last-Modified", Reply.Time(ChangedAt));

    public static string NewTag(long number) => $"\"0x{0x8DE0000000000000 + (ulong)number:X}\"";

    public static Dictionary<string, string> MetadataOf(IEnumerable<(string Name, string Value)> headers) => headers
        .Where(header => header.Name.StartsWith(MetadataPrefix, StringComparison.OrdinalIgnoreCase))
        .ToDictionary(
            header => header.Name[MetadataPrefix.Length..], header => header.Value, StringComparer.OrdinalIgnoreCase);

    public static Dictionary<string, string> SaysOf(Ask ask)
    {
        var says = new Dictionary<string, string>();
        foreach (string name in new[] { "Content-Type", "Cache-Control", "Content-Disposition", "Content-Encoding" })
            if (ask.Header("x-ms-blob-" + name.ToLowerInvariant()) is { } value) says[name] = value;
        return says;
    }

    /// <summary>Throws where the request's conditions do not hold.</summary>
    public static void Check(Ask ask, BlobDouble? known, bool isRead)
    {
        var there = known is { IsThere: true } ? known : null;
        // Lists show a tag without its quotes, and clients send it back so.
        string? match = Quoted(ask.Header("If-Match")), noneMatch = Quoted(ask.Header("If-None-Match"));
        if (match is not null && (there is null || (match != "*" && match != there.Tag)))
            throw there is null && isRead ? NoBlob() : NotMet();
        if (noneMatch is not null && there is not null && (noneMatch == "*" || noneMatch == there.Tag))
        {
            if (isRead) throw new StorageRefusalException(304, "ConditionNotMet", "It has not changed.");
            throw noneMatch == "*"
                ? new StorageRefusalException(409, "BlobAlreadyExists", "The specified blob already exists.")
                : NotMet();
        }

        if (there is null) return;
        // Times on the wire have whole seconds.
        var changed = DateTimeOffset.FromUnixTimeSeconds(there.ChangedAt.ToUnixTimeSeconds());
        if (TimeIn(ask, "If-Unmodified-Since") is { } before && changed > before) throw NotMet();
        if (TimeIn(ask, "If-Modified-Since") is { } since && changed <= since)
            throw new StorageRefusalException(isRead ? 304 : 412, "ConditionNotMet", "It has not changed since.");
    }

    public static StorageRefusalException NoBlob() =>
        new(404, "BlobNotFound", "The specified blob does not exist.");

    private static string? Quoted(string? tag) =>
        tag is null or "*" || tag.StartsWith('"') ? tag : $"\"{tag}\"";

    private static StorageRefusalException NotMet() => new(
        412, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.");

    private static DateTimeOffset? TimeIn(Ask ask, string header) => ask.Header(header) is { } text
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture)
        : null;
}
