using System.Collections.Immutable;
using System.Text.Json.Serialization;
using static Serverless.Commerce.ClearanceStatus;

namespace Serverless.Commerce;

/// <summary>How a parcel stands with customs where it goes, from the lodged declaration to their yes or no.</summary>
/// <param name="Id">The shipment's own; also what the broker files the declaration under.</param>
/// <param name="Reference">What the broker calls the declaration.</param>
public sealed record Clearance(
    Id<Clearance> Id, Id<Order> Order, string Reference, ClearanceStatus Status, DateTimeOffset LodgedAt)
{
    public const int MaxDocuments = 20;

    /// <summary>Of the broker's last news; what is not newer is not heard.</summary>
    public int Version { get; init; }

    /// <summary>Documents that customs want to see and have not seen: <c>certificate_of_origin</c>.</summary>
    public ImmutableArray<string> Asked { get; init; } = [];

    /// <summary>What staff have given so far.</summary>
    public ImmutableArray<ClearanceDocument> Documents { get; init; } = [];

    /// <summary>Why customs hold or refuse the parcel, as the broker's code.</summary>
    public string? Reason { get; init; }

    /// <summary>Since when it is held; null while it is not.</summary>
    public DateTimeOffset? HeldAt { get; init; }

    /// <summary>What customs charged when they let it in; null until then, and where the receiver pays them.</summary>
    public ImportCharges? Charges { get; init; }

    public static readonly Lifecycle<ClearanceStatus> Lifecycle = new()
    {
        { Lodged, Held, Released, Refused },
        { Held, Lodged, Released, Refused },
    };

    /// <summary>The broker has the declaration.</summary>
    public static Result<Clearance> Lodge(Id<Clearance> id, Id<Order> order, string reference, DateTimeOffset at) =>
        new Clearance(id, order, reference, Lodged, at);

    /// <summary>Customs hold the parcel until they have seen these documents; perhaps others than before.</summary>
    public Result<Clearance> Hold(int version, ImmutableArray<string> asked, string? reason, DateTimeOffset at) =>
        Hear(version, Held, clearance => clearance with
        {
            Asked = asked,
            Reason = reason,
            HeldAt = clearance.HeldAt ?? at,
            // A document that is asked for again was not good enough.
            Documents = clearance.Documents.RemoveAll(had => had.Sent && asked.Contains(had.Name)),
        });

    /// <summary>Customs look at what they were given.</summary>
    public Result<Clearance> Review(int version) =>
        Hear(version, Lodged, clearance => clearance with { Asked = [], HeldAt = null });

    /// <summary>Customs let the parcel go; what they charged may be told later, and the first word counts.</summary>
    public Result<Clearance> Release(int version, ImportCharges? charges) =>
        Hear(version, Released, clearance => clearance with
        {
            Asked = [],
            Reason = null,
            HeldAt = null,
            Charges = clearance.Charges ?? charges,
        });

    /// <summary>Customs do not let the parcel in: it goes back.</summary>
    public Result<Clearance> Refuse(int version, string? reason) =>
        Hear(version, Refused, clearance => clearance with { Asked = [], Reason = reason, HeldAt = null });

    /// <summary>Staff give a document that is asked for; another one under its name takes its place.</summary>
    public Result<Clearance> Attach(ClearanceDocument document)
    {
        var had = Documents.FirstOrDefault(known => known.Name == document.Name);
        if (had?.Hash == document.Hash) return this;
        if (Status != Held) return ClearanceRefusals.NotNow;
        if (!Asked.Contains(document.Name)) return ClearanceRefusals.NotAsked;
        if (had is null && Documents.Length >= MaxDocuments) return ClearanceRefusals.TooMany;
        return this with { Documents = had is null ? Documents.Add(document) : Documents.Replace(had, document) };
    }

    /// <summary>The broker has this very document.</summary>
    public Result<Clearance> Send(string name, string hash)
    {
        var given = Documents.FirstOrDefault(known => known.Name == name && known.Hash == hash);
        return given is null or { Sent: true }
            ? this
            : this with { Documents = Documents.Replace(given, given with { Sent = true }) };
    }

    // News may come late, twice and out of order: only what is newer counts, and the end is the end.
    private Result<Clearance> Hear(int version, ClearanceStatus next, Func<Clearance, Clearance> change)
    {
        if (version <= Version) return this;
        if (Status != next && !Lifecycle.Allows(Status, next)) return ClearanceRefusals.NotNow;
        return change(this) with { Status = next, Version = version };
    }
}

/// <summary>Where a clearance stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClearanceStatus>))]
public enum ClearanceStatus { Lodged, Held, Released, Refused }

/// <summary>What customs charged for one parcel, and the broker paid for the shop; all in one currency.</summary>
/// <param name="Fees">Of customs and of whoever else works at the border, the broker among them.</param>
public sealed record ImportCharges(Money Duty, Money Tax, Money Fees)
{
    [JsonIgnore]
    public Money Total => Duty + Tax + Fees;
}

/// <summary>One document for customs; what is in it lies in a blob of this name.</summary>
/// <param name="Name">What customs call it: <c>phytosanitary_certificate</c>.</param>
/// <param name="MediaType">What its first bytes say that it is.</param>
/// <param name="Hash">SHA-256 of its bytes, in hexadecimal digits.</param>
public sealed record ClearanceDocument(string Name, string MediaType, int Bytes, string Hash, DateTimeOffset GivenAt)
{
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>Whether the broker has it.</summary>
    public bool Sent { get; init; }

    /// <summary>What a file is by its first bytes, whatever it is called; null when customs take no such.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF-"u8) ? "application/pdf"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : null;
}

/// <summary>Why a clearance said no.</summary>
public static class ClearanceRefusals
{
    public static readonly Refusal Unknown =
        new(Because.Unknown, "clearance.unknown", "There is no such clearance.");
    public static readonly Refusal NotNow =
        new(Because.Conflict, "clearance.not_now", "The clearance is not in a state that allows this.");
    public static readonly Refusal NotAsked =
        new(Because.Conflict, "clearance.not_asked", "Customs did not ask for this document; see what they ask for.");
    public static readonly Refusal TooMany =
        new(Because.Conflict, "clearance.too_many", $"A clearance has at most {Clearance.MaxDocuments} documents.");
    public static readonly Refusal NoCharges = new(
        Because.Conflict, "clearance.no_charges",
        "Customs let the parcel in, but the broker did not say what they charged. Ask the broker, then resume.");
    public static readonly Refusal Type =
        new(Because.Invalid, "document.type", "A document is a PDF, a JPEG or a PNG; this is none of them.");
    public static readonly Refusal TooLarge =
        new(Because.Invalid, "document.too_large", $"A document has at most {ClearanceDocument.MaxBytes} bytes.");
    public static readonly Refusal NoDocument =
        new(Because.Unknown, "clearance.no_document", "There is no such document.");
}
