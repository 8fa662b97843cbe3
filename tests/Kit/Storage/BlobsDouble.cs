using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Serverless.Tests;

/// <summary>A container in memory: its blobs in the order of their names.</summary>
internal sealed class ContainerDouble(string tag, DateTimeOffset madeAt)
{
    public Lock Door { get; } = new();

    public SortedDictionary<string, BlobDouble> Blobs { get; } = new(StringComparer.Ordinal);

    public string Tag { get; } = tag;

    public DateTimeOffset MadeAt { get; } = madeAt;
}

/// <summary>The blob service in memory: block and append blobs.</summary>
internal sealed partial class BlobsDouble(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ContainerDouble> containers = new(StringComparer.Ordinal);
    private readonly BlobWrites writes = new(clock);

    public Reply Answer(Ask ask)
    {
        if (ask.Path.Length == 0 && ask.Word("comp") == "list") return ListContainers(ask);
        if (ask.Path.Length == 0) throw StorageRefusalException.NotKnown(ask);
        if (ask.Path.Length == 1) return Container(ask);
        var container = containers.GetValueOrDefault(ask.First) ?? throw NoContainer();
        string name = string.Join('/', ask.Path.Skip(1));
        lock (container.Door)
        {
            return (ask.Method, ask.Word("comp")) switch
            {
                ("GET", "") => Read(ask, container, name),
                ("HEAD", "") => Properties(ask, container, name),
                ("GET", "blocklist") => BlobLists.Blocks(There(container, name)),
                ("DELETE", "") => Delete(ask, container, name),
                ("PUT", _) => writes.Answer(ask, container, name),
                _ => throw StorageRefusalException.NotKnown(ask),
            };
        }
    }

    private Reply Container(Ask ask)
    {
        string name = ask.First;
        if (ask.Word("restype") != "container") throw StorageRefusalException.NotKnown(ask);
        if (!Name().IsMatch(name))
            throw new StorageRefusalException(400, "InvalidResourceName", $"'{name}' names no container.");
        if ((ask.Method, ask.Word("comp")) == ("PUT", ""))
        {
            var made = new ContainerDouble(writes.NewTag(), clock.GetUtcNow());
            return containers.TryAdd(name, made)
                ? Described(made, 201)
                : throw new StorageRefusalException(409, "ContainerAlreadyExists", "The container exists already.");
        }

        var known = containers.GetValueOrDefault(name) ?? throw NoContainer();
        switch (ask.Method, ask.Word("comp"))
        {
            case ("GET", "list"):
                lock (known.Door) return BlobLists.List(ask, name, known);
            case ("GET" or "HEAD", ""):
                return Described(known, 200);
            case ("DELETE", ""):
                containers.TryRemove(name, out _);
                return new(202);
            default:
                throw StorageRefusalException.NotKnown(ask);
        }
    }

    private Reply ListContainers(Ask ask)
    {
        var names = containers.Where(one => one.Key.StartsWith(ask.Word("prefix"), StringComparison.Ordinal))
            .OrderBy(one => one.Key, StringComparer.Ordinal);
        return BlobLists.Xml(new("EnumerationResults",
            new XElement("Containers", names.Select(one => new XElement("Container",
                new XElement("Name", one.Key),
                new XElement("Properties",
                    new XElement("Last-Modified", Reply.Time(one.Value.MadeAt)),
                    new XElement("Etag", one.Value.Tag),
                    new XElement("LeaseStatus", "unlocked"),
                    new XElement("LeaseState", "available"))))),
            new XElement("NextMarker")));
    }

    private static Reply Read(Ask ask, ContainerDouble container, string name)
    {
        BlobDouble.Check(ask, container.Blobs.GetValueOrDefault(name), isRead: true);
        var blob = There(container, name);
        string? range = ask.Header("x-ms-range") ?? ask.Header("Range");
        if (range is null) return blob.Describe(new(200, blob.Content));
        var match = Range().Match(range);
        long first = match.Success ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
        if (!match.Success || first >= blob.Content.Length)
            throw new StorageRefusalException(416, "InvalidRange", "The range specified is invalid.");
        long last = blob.Content.Length - 1;
        if (match.Groups[2].Length > 0)
            last = Math.Min(last, long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        return blob.Describe(new(206, blob.Content[(int)first..(int)(last + 1)]))
            .With("Content-Range", $"bytes {first}-{last}/{blob.Content.Length}");
    }

    private static Reply Properties(Ask ask, ContainerDouble container, string name)
    {
        BlobDouble.Check(ask, container.Blobs.GetValueOrDefault(name), isRead: true);
        var blob = There(container, name);
        return blob.Describe(new(200)).With("Content-Length", $"{blob.Content.Length}");
    }

    private static Reply Delete(Ask ask, ContainerDouble container, string name)
    {
        There(container, name);
        BlobDouble.Check(ask, container.Blobs[name], isRead: false);
        container.Blobs.Remove(name);
        return new Reply(202).With("x-ms-delete-type-permanent", "true");
    }

    private static BlobDouble There(ContainerDouble container, string name) =>
        container.Blobs.GetValueOrDefault(name) is { IsThere: true } blob ? blob : throw BlobDouble.NoBlob();

    private static Reply Described(ContainerDouble container, int status) => new Reply(status)
        .With("ETag", container.Tag).With("Last-Modified", Reply.Time(container.MadeAt))
        .With("x-ms-lease-status", "unlocked").With("x-ms-lease-state", "available");

    private static StorageRefusalException NoContainer() =>
        new(404, "ContainerNotFound", "The specified container does not exist.");

    [GeneratedRegex(@"^bytes=(\d+)-(\d*)$")]
    private static partial Regex Range();

    [GeneratedRegex(@"^(?=.{3,63}$)(\$root|\$web|\$logs|[a-z0-9]+(-[a-z0-9]+)*)$")]
    private static partial Regex Name();
}

/// <summary>Lists of blobs and blocks, as XML.</summary>
internal static class BlobLists
{
    private const int MostBlobs = 5000;

    public static Reply List(Ask ask, string container, ContainerDouble known)
    {
        string prefix = ask.Word("prefix"), delimiter = ask.Word("delimiter"), marker = ask.Word("marker");
        int most = ask.Word("maxresults") is { Length: > 0 } text
            ? Math.Min(MostBlobs, int.Parse(text, CultureInfo.InvariantCulture)) : MostBlobs;
        bool hasMetadata = ask.Word("include").Contains("metadata", StringComparison.OrdinalIgnoreCase);
        var items = new List<XElement>();
        string? folder = null, next = null;
        foreach (var (name, blob) in known.Blobs)
        {
            if (!blob.IsThere || !name.StartsWith(prefix, StringComparison.Ordinal)) continue;
            if (string.CompareOrdinal(name, marker) < 0) continue;
            int cut = delimiter.Length == 0 ? -1 : name.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
            string? within = cut < 0 ? null : name[..(cut + delimiter.Length)];
            if (within is not null && within == folder) continue;
            if (items.Count == most)
            {
                next = name;
                break;
            }

            folder = within;
            items.Add(within is not null
                ? new("BlobPrefix", new XElement("Name", within))
                : Item(name, blob, hasMetadata));
        }

        return Xml(new("EnumerationResults",
            new XAttribute("ServiceEndpoint", ""), new XAttribute("ContainerName", container),
            new XElement("Prefix", prefix), new XElement("Blobs", items), new XElement("NextMarker", next)));
    }

    public static Reply Blocks(BlobDouble blob) => blob.Tagged(Xml(new("BlockList",
        new XElement("CommittedBlocks", blob.Committed.Select(block => Block(block.Id, block.Content))),
        new XElement("UncommittedBlocks", blob.Uncommitted.Select(block => Block(block.Key, block.Value))))));

    public static Reply Xml(XElement root) =>
        new Reply(200, Encoding.UTF8.GetBytes(root.ToString(SaveOptions.DisableFormatting)))
            .With("Content-Type", "application/xml");

    private static XElement Block(string id, byte[] content) =>
        new("Block", new XElement("Name", id), new XElement("Size", content.Length));

    private static XElement Item(string name, BlobDouble blob, bool hasMetadata) => new("Blob",
        new XElement("Name", name),
        new XElement("Properties",
            new XElement("Creation-Time", Reply.Time(blob.CreatedAt)),
            new XElement("Last-Modified", Reply.Time(blob.ChangedAt)),
            new XElement("Etag", blob.Tag.Trim('"')),
            new XElement("Content-Length", blob.Content.Length),
            new XElement("Content-Type", blob.ContentType),
            new XElement("BlobType", blob.Type),
            new XElement("LeaseStatus", "unlocked"),
            new XElement("LeaseState", "available"),
            new XElement("ServerEncrypted", "true")),
        hasMetadata
            ? new XElement("Metadata", blob.Metadata.Select(one => new XElement(one.Key, one.Value)))
            : null);
}
