using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Serverless.Tests;

/// <summary>What is put into a container: blobs at once, in blocks, or by appending.</summary>
internal sealed class BlobWrites(TimeProvider clock)
{
    private const int MostAppended = 50_000;

    private long tags;

    public string NewTag() => BlobDouble.NewTag(Interlocked.Increment(ref tags));

    /// <summary>The caller holds the container's door.</summary>
    public Reply Answer(Ask ask, ContainerDouble container, string name)
    {
        var known = container.Blobs.GetValueOrDefault(name);
        if (ask.Header("x-ms-copy-source") is not null) throw StorageRefusalException.NotKnown(ask);
        if (ask.Word("comp") == "block") return PutBlock(ask, container, name, known);
        if (ask.Word("comp") is "appendblock" or "metadata" or "properties" && known is not { IsThere: true })
            throw BlobDouble.NoBlob();
        BlobDouble.Check(ask, known, isRead: false);
        var next = ask.Word("comp") switch
        {
            "" => Whole(ask, known),
            "blocklist" => Committed(ask, known),
            "appendblock" => Appended(ask, known!),
            "metadata" => Changed(known!) with { Metadata = MetadataIn(ask) },
            "properties" => Changed(known!) with { Says = BlobDouble.SaysOf(ask) },
            _ => throw StorageRefusalException.NotKnown(ask),
        };
        container.Blobs[name] = next;
        var reply = next.Tagged(new Reply(ask.Word("comp") is "metadata" or "properties" ? 200 : 201))
            .With("x-ms-request-server-encrypted", "true");
        return ask.Word("comp") == "appendblock"
            ? reply.With("x-ms-blob-append-offset", $"{known!.Content.Length}")
                .With("x-ms-blob-committed-block-count", $"{next.Appended}")
            : reply;
    }

    private BlobDouble Whole(Ask ask, BlobDouble? known)
    {
        string type = ask.Header("x-ms-blob-type") ?? "";
        if (type is not ("BlockBlob" or "AppendBlob")) throw StorageRefusalException.NotKnown(ask);
        var says = BlobDouble.SaysOf(ask);
        if (!says.ContainsKey("Content-Type") && ask.Header("Content-Type") is { } plain) says["Content-Type"] = plain;
        return New(known, ask.Body, type) with { Metadata = MetadataIn(ask), Says = says };
    }

    private static Reply PutBlock(Ask ask, ContainerDouble container, string name, BlobDouble? known)
    {
        known ??= new BlobDouble([], "BlockBlob", "", default) { ChangedAt = default, IsThere = false };
        if (known.Type != "BlockBlob")
            throw new StorageRefusalException(409, "InvalidBlobType", "The blob type is invalid for this operation.");
        known.Uncommitted[ask.Word("blockid")] = ask.Body;
        container.Blobs[name] = known;
        return new Reply(201).With("x-ms-request-server-encrypted", "true");
    }

    private BlobDouble Committed(Ask ask, BlobDouble? known)
    {
        var blocks = new List<(string Id, byte[] Content)>();
        var list = XDocument.Parse(Encoding.UTF8.GetString(ask.Body).TrimStart('\uFEFF'));
        foreach (var wanted in list.Root!.Elements())
        {
            byte[]? fresh = known?.Uncommitted.GetValueOrDefault(wanted.Value);
            byte[]? old = known?.Committed.Find(block => block.Id == wanted.Value).Content;
            byte[]? content = wanted.Name.LocalName switch
            {
                "Latest" => fresh ?? old,
                "Uncommitted" => fresh,
                _ => old,
            };
            blocks.Add((wanted.Value, content ?? throw new StorageRefusalException(
                400, "InvalidBlockList", "The specified block list is invalid.")));
        }

        return New(known, [.. blocks.SelectMany(block => block.Content)], "BlockBlob") with
        {
            Metadata = MetadataIn(ask),
            Says = BlobDouble.SaysOf(ask),
            Committed = blocks,
        };
    }

    private BlobDouble Appended(Ask ask, BlobDouble known)
    {
        if (known.Type != "AppendBlob")
            throw new StorageRefusalException(409, "InvalidBlobType", "The blob type is invalid for this operation.");
        if (NumberIn(ask, "x-ms-blob-condition-appendpos") is { } at && at != known.Content.Length)
        {
            throw new StorageRefusalException(
                412, "AppendPositionConditionNotMet", "The append position condition specified was not met.");
        }

        if (NumberIn(ask, "x-ms-blob-condition-maxsize") is { } most && known.Content.Length + ask.Body.Length > most)
        {
            throw new StorageRefusalException(
                412, "MaxBlobSizeConditionNotMet", "The max blob size condition specified was not met.");
        }

        if (known.Appended >= MostAppended)
            throw new StorageRefusalException(409, "BlockCountExceedsLimit", "The blob has 50,000 blocks.");
        return Changed(known) with { Content = [.. known.Content, .. ask.Body], Appended = known.Appended + 1 };
    }

    private BlobDouble New(BlobDouble? known, byte[] content, string type)
    {
        var now = clock.GetUtcNow();
        return new(content, type, NewTag(), known is { IsThere: true } ? known.CreatedAt : now) { ChangedAt = now };
    }

    private BlobDouble Changed(BlobDouble known) => known with { Tag = NewTag(), ChangedAt = clock.GetUtcNow() };

    private static Dictionary<string, string> MetadataIn(Ask ask) => BlobDouble.MetadataOf(ask.Headers);

    private static long? NumberIn(Ask ask, string header) => ask.Header(header) is { } text
        ? long.Parse(text, CultureInfo.InvariantCulture)
        : null;
}
