using System.Security.Cryptography;
using System.Text;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>What makes parts a backup; written when all of them are there.</summary>
/// <param name="Format">Which release can read it.</param>
/// <param name="Shop">Whose it is, see <see cref="BackupOwner"/>.</param>
/// <param name="BeganAt">No record in it is older than this.</param>
/// <param name="Parts">In their order.</param>
/// <param name="Digest">Over the names of the parts, which hold a hash of each.</param>
/// <param name="Proof">The folder's name, sealed by the shop's key: who cannot open it cannot open the persons.</param>
public sealed record Manifest(
    int Format, string Shop, string Folder, DateTimeOffset BeganAt, DateTimeOffset EndedAt,
    IReadOnlyList<BackupPart> Parts, string Digest, SealedText Proof)
{
    public const int CurrentFormat = 1;

    public const string FileName = "manifest.json";

    public string Id => Backups.IdOf(Folder);

    public long Rows => Parts.Sum(part => (long)part.Rows);

    /// <summary>Rows and files by table and container.</summary>
    public SortedDictionary<string, int> Counts => new(
        Parts.GroupBy(part => part.Place).ToDictionary(place => place.Key, place => place.Sum(part => part.Rows)),
        StringComparer.Ordinal);

    public static string DigestOf(IEnumerable<BackupPart> parts) => Convert.ToHexStringLower(SHA256.HashData(
        Encoding.UTF8.GetBytes(string.Join('\n', parts.Select(part => $"{part.Name} {part.Keys} {part.Rows}")))));
}

/// <summary>One part of a backup.</summary>
/// <param name="Name">With its hash.</param>
/// <param name="Keys">The part of its keys; null where it needs none.</param>
public sealed record BackupPart(string Place, string Name, string? Keys, int Rows);

/// <summary>Which shop backups are of: one vault may hold those of several, and each is restored into its own.</summary>
/// <param name="Shop">A short name that stays, from the setting <c>Backups__Shop</c>.</param>
public sealed record BackupOwner(string Shop);
