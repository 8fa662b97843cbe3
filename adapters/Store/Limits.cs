using System.Text;
using Azure.Data.Tables;

namespace Serverless.Adapters;

/// <summary>What Azure Tables refuses and its emulator partly lets pass; so kept by us.</summary>
internal static class Limits
{
    public const int RowsPerBatch = 100;

    // 4 MiB, less what the multipart body puts around the rows.
    public const int BytesPerBatch = 3_900_000;

    private const int EntityBytes = 1024 * 1024;
    private const int PropertyBytes = 64 * 1024;

    // 1 KiB of UTF-16.
    private const int KeyLength = 512;

    /// <summary>Throws, naming the row, when Azure would not take it.</summary>
    /// <remarks>Sizes: learn.microsoft.com, "Understanding the Table service data model".</remarks>
    public static TableEntity Check(this TableEntity row, string table)
    {
        CheckKey(row.PartitionKey, "partition key", table, row);
        CheckKey(row.RowKey, "row key", table, row);
        int total = 4 + (row.PartitionKey.Length + row.RowKey.Length) * 2;
        foreach (var (name, value) in row)
        {
            int size = Size(value);
            if ((value is byte[] bytes ? bytes.Length : size) > PropertyBytes)
                throw new RecordTooLargeException(
                    $"{Name(table, row)}: '{name}' has more than 64 KiB; that is the limit.");
            total += 8 + name.Length * 2 + size;
        }
        return total <= EntityBytes
            ? row
            : throw new RecordTooLargeException(
                $"{Name(table, row)} would take {total} bytes; 1 MiB is the limit (binary counts in base64).");
    }

    /// <summary>About how many bytes the row takes in a batch, where binary travels as base64.</summary>
    public static int BytesInBatch(this TableEntity row)
    {
        int total = 1024;
        foreach (var (name, value) in row)
        {
            total += name.Length * 2 + 64 + value switch
            {
                byte[] bytes => Base64(bytes),
                string text => Encoding.UTF8.GetByteCount(text),
                _ => 40,
            };
        }
        return total;
    }

    private static void CheckKey(string key, string what, string table, TableEntity row)
    {
        if (key.Length > KeyLength)
            throw new RecordTooLargeException(
                $"{Name(table, row)}: the {what} has {key.Length} characters; {KeyLength} is the limit.");
    }

    private static int Base64(byte[] bytes) => (bytes.Length + 2) / 3 * 4;

    // The emulator counts binary in base64, a third more than Azure does: what fits here fits both.
    private static int Size(object? value) => value switch
    {
        byte[] bytes => Base64(bytes),
        string text => text.Length * 2 + 4,
        _ => 16,
    };

    private static string Name(string table, TableEntity row) =>
        $"{table} {Short(row.PartitionKey)}/{Short(row.RowKey)}";

    private static string Short(string key) => key.Length <= 80 ? key : key[..80] + "…";
}

/// <summary>A record, or what its timeline keeps of it, has outgrown its row; the message says which.</summary>
public sealed class RecordTooLargeException(string message) : Exception(message);
