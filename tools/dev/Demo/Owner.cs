using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using OtpNet;

namespace Serverless.Dev;

/// <summary>The first owner of a shop on this machine: what its developer signs in with.</summary>
/// <param name="Secret">What an authenticator would have; <c>./dev code</c> stands in for one.</param>
internal sealed record Owner(string Id, string Email, string Password, string? Secret)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Owner New() => new(
        Guid.NewGuid().ToString(), "owner@likha.example",
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15)), null);

    public static Owner? Load(Home home) => File.Exists(home.Owner)
        ? JsonSerializer.Deserialize<Owner>(File.ReadAllText(home.Owner), Json)
        : null;

    public void Save(Home home)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(home.Owner, options);
        JsonSerializer.Serialize(file, this, Json);
    }

    /// <summary>The six digits of now.</summary>
    public string Code() => new Totp(Base32Encoding.ToBytes(Secret)).ComputeTotp();
}
