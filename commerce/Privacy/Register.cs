using System.Collections.Frozen;
using System.Reflection;

namespace Serverless.Commerce;

/// <summary>What a value that is kept says about a person.</summary>
public enum DataMark
{
    /// <summary>Nothing about anybody.</summary>
    Public,

    /// <summary>The name of something: it tells nothing about a person by itself, and leads to what does.</summary>
    Reference,

    /// <summary>Who somebody is, or what somebody wrote: kept sealed, shown to her, and forgotten.</summary>
    Personal,
}

/// <summary>Whose a personal value is, why it is kept, and with what it ends.</summary>
/// <param name="Whose"><c>shopper</c>, <c>supplier</c> or <c>staff</c>; empty where it is nobody's.</param>
/// <param name="Why">Names one of the purposes of the privacy notice.</param>
/// <param name="Kept">The class of data whose time it is kept for.</param>
public sealed record DataUse(DataMark Mark, string Whose, string Why, string Kept);

/// <summary>
/// Every property that the shop stores or sends, and what it says about a person. Sealing, export, erasure, retention
/// and the privacy notice go by it; a property that does not stand in <c>register.txt</c> fails a test.
/// </summary>
public static class Register
{
    /// <summary>What is read where something was forgotten.</summary>
    public const string Forgotten = "(erased)";

    private static readonly FrozenDictionary<(string Type, string Property), DataUse> Uses = Read();

    /// <summary>All entries.</summary>
    public static IEnumerable<(string Type, string Property, DataUse Use)> All =>
        Uses.Select(entry => (entry.Key.Type, entry.Key.Property, entry.Value));

    /// <summary>What a property of a type says; null where nobody has said.</summary>
    public static DataUse? Of(MemberInfo property) => property.DeclaringType is { } type
        ? Uses.GetValueOrDefault((type.Name, property.Name))
        : null;

    private static FrozenDictionary<(string Type, string Property), DataUse> Read()
    {
        using var stream = typeof(Register).Assembly.GetManifestResourceStream("register.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .SelectMany(Entries).ToFrozenDictionary(one => one.Key, one => one.Use);
    }

    // Type: mark: properties
    private static IEnumerable<((string, string) Key, DataUse Use)> Entries(string line)
    {
        if (line.Split(':', StringSplitOptions.TrimEntries) is not [var type, var said, var properties])
            throw new InvalidDataException($"The register has a line that is no 'Type: mark: properties': {line}");
        string[] words = said.Split(' ');
        var use = new DataUse(
            Enum.Parse<DataMark>(words[0], ignoreCase: true), words.ElementAtOrDefault(1) ?? "",
            words.ElementAtOrDefault(2) ?? "", words.ElementAtOrDefault(3) ?? "");
        if (use is { Mark: DataMark.Personal, Kept: "" })
            throw new InvalidDataException($"A personal property has an owner, a purpose and a class: {line}");
        return properties.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => ((type, name), use));
    }
}
