using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Serverless.Dev;

/// <summary>The secrets of one copy of the shop: made once, kept in a file that only its owner can read.</summary>
internal sealed record Secrets(
    string SetupSecret,
    string StaffKey,
    string RobotKey,
    string TokenKey,
    string ProfileKey,
    string StripeSecretKey,
    string StripePublishableKey,
    string StripeWebhookSecret,
    string NinjaVanClientId,
    string NinjaVanClientSecret,
    string BrokerApiKey,
    string BrokerWebhookSecret,
    string OidcClientSecret)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Secrets LoadOrCreate(Home home)
    {
        var known = Load(home);
        if (known is
            {
                ProfileKey: not null, BrokerApiKey: not null, BrokerWebhookSecret: not null, RobotKey: not null,
                OidcClientSecret: not null,
            })
            return known;

        // A copy of the shop from before there were profiles, a broker, keys or an issuer keeps all its other secrets.
        var fresh = Make();
        var made = known is null ? fresh : known with
        {
            SetupSecret = known.SetupSecret ?? fresh.SetupSecret,
            StaffKey = known.StaffKey ?? fresh.StaffKey,
            RobotKey = known.RobotKey ?? fresh.RobotKey,
            ProfileKey = known.ProfileKey ?? fresh.ProfileKey,
            BrokerApiKey = known.BrokerApiKey ?? fresh.BrokerApiKey,
            BrokerWebhookSecret = known.BrokerWebhookSecret ?? fresh.BrokerWebhookSecret,
            OidcClientSecret = known.OidcClientSecret ?? fresh.OidcClientSecret,
        };
        home.Create();
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(home.Secrets, options);
        JsonSerializer.Serialize(file, made, Json);
        return made;
    }

    public static Secrets? Load(Home home)
    {
        if (!File.Exists(home.Secrets)) return null;
        try
        {
            return JsonSerializer.Deserialize<Secrets>(File.ReadAllText(home.Secrets), Json);
        }
        catch (JsonException)
        {
            throw new Trouble($"{home.Secrets} cannot be read: delete it, and the next start makes new secrets.");
        }
    }

    private static Secrets Make() => new(
        Key(), ApiKey(), ApiKey(), Key(), Key(),
        "sk_test_" + Random(24), "pk_test_" + Random(24), "whsec_" + Random(24),
        Random(12), Random(24), Random(24), Random(24), Random(24));

    // As the shop's staff API takes it: the id that its asker makes, and the secret of which the shop has the hash.
    private static string ApiKey() =>
        $"skey_{Guid.NewGuid():D}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    private static string Key() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    // Letters and digits alone, so that a token can be double-clicked and pasted anywhere.
    private static string Random(int bytes) =>
        Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes)).Replace('-', 'a').Replace('_', 'b');
}
