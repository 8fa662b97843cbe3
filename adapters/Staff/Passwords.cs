using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;
using Serverless.Commerce;

namespace Serverless.Adapters;

/// <summary>Hashes passwords with Argon2id, a few at a time: each takes 19 MiB for a moment.</summary>
/// <remarks>
/// Parameters by OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. Kept as a PHC string, so that a
/// hash says what it was made with and is made anew when the parameters have grown. Two hundred at once would take
/// 3.8 GB; with <see cref="AtOnce"/> it is 76 MiB, and the others wait or are told to come again.
/// </remarks>
public sealed class Passwords : IDisposable
{
    public const int AtOnce = 4;
    public const int MemoryKib = 19_456;
    public const int Passes = 2;
    private const int SaltBytes = 16;
    private const int HashBytes = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private readonly SemaphoreSlim places = new(AtOnce);

    /// <summary>What takes as long to compare with as a true one, where there is nobody of that name.</summary>
    private readonly string nobody = Write(new byte[SaltBytes], new byte[HashBytes], MemoryKib, Passes);

    /// <summary>A password as it is kept; refused when too many are being hashed.</summary>
    public Task<Result<string>> Hash(string password, CancellationToken stop) =>
        Within(() => Make(password, MemoryKib, Passes), stop);

    /// <summary>Whether a password is the one that is kept; null compares with nothing for as long.</summary>
    public Task<Result<bool>> Verify(string password, string? kept, CancellationToken stop) => Within(() =>
    {
        var (memory, passes, salt, hash) = Read(kept ?? nobody);
        bool same = CryptographicOperations.FixedTimeEquals(Derive(password, salt, memory, passes), hash);
        return same && kept is not null;
    }, stop);

    /// <summary>Whether it was made with other parameters than are used now.</summary>
    public static bool IsOld(string kept) =>
        Read(kept) is var (memory, passes, _, _) && (memory, passes) != (MemoryKib, Passes);

    /// <summary>A hash with parameters of one's own, a salt with it.</summary>
    public static string Make(string password, int memoryKib, int passes)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return Write(salt, Derive(password, salt, memoryKib, passes), memoryKib, passes);
    }

    private async Task<Result<T>> Within<T>(Func<T> work, CancellationToken stop)
    {
        if (!await places.WaitAsync(Patience, stop)) return StaffRefusals.Busy;
        try
        {
            return await Task.Run(work, stop);
        }
        finally
        {
            places.Release();
        }
    }

    private static byte[] Derive(string password, byte[] salt, int memory, int passes)
    {
        var parameters = new Argon2Parameters
        {
            DegreeOfParallelism = 1,
            MemorySize = memory,
            NumberOfPasses = passes,
        };
        return PasswordBasedKeyDerivationAlgorithm.Argon2id(parameters)
            .DeriveBytes(Encoding.UTF8.GetBytes(password), salt, HashBytes);
    }

    private static string Write(byte[] salt, byte[] hash, int memory, int passes) => string.Create(
        CultureInfo.InvariantCulture, $"$argon2id$v=19$m={memory},t={passes},p=1${Base64(salt)}${Base64(hash)}");

    private static (int Memory, int Passes, byte[] Salt, byte[] Hash) Read(string kept)
    {
        var parts = kept.Split('$');
        var numbers = parts[3].Split(',').Select(one => int.Parse(one[2..], CultureInfo.InvariantCulture)).ToList();
        return (numbers[0], numbers[1], Bytes(parts[4]), Bytes(parts[5]));
    }

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    private static byte[] Bytes(string text) => Convert.FromBase64String(text + new string('=', -text.Length & 3));

    public void Dispose() => places.Dispose();
}
