using System.Globalization;
using System.Text;

namespace Serverless.Tests;

/// <summary>
/// One storage account of its own on the Azurite of this test process: make one per test class
/// (<c>IClassFixture&lt;AzuriteAccount&gt;</c>, or with <c>new</c>), and no other sees its tables, blobs and queues.
/// </summary>
public sealed class AzuriteAccount : StorageAccount
{
    /// <summary>How many accounts one Azurite is started with; its variable has room for some 1,300.</summary>
    public const int Accounts = 800;

    // Azurite wants 64 bytes in base64; nothing secret is ever behind it.
    private static readonly string Key =
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("serverless-tests", 4))));

    private static int taken;

    /// <summary>Takes the next unused account; the first one starts Azurite, which takes about two seconds.</summary>
    public AzuriteAccount()
    {
        var azurite = Azurite.Started;
        int number = azurite.FirstAccount + Interlocked.Increment(ref taken);
        if (number > Accounts)
            throw new InvalidOperationException($"Azurite was started with {Accounts} accounts; all are taken.");
        (Name, BlobEndpoint, QueueEndpoint, TableEndpoint, ConnectionString) = On(azurite, number);
    }

    /// <summary>The first account of another Azurite.</summary>
    internal AzuriteAccount(Azurite azurite) =>
        (Name, BlobEndpoint, QueueEndpoint, TableEndpoint, ConnectionString) = On(azurite, 1);

    /// <summary>What <c>AZURITE_ACCOUNTS</c> must hold for an Azurite that tests share.</summary>
    public static string Setting { get; } =
        string.Join(';', Enumerable.Range(1, Accounts).Select(number => $"{NameOf(number)}:{Key}"));

    /// <summary>The account's name.</summary>
    public string Name { get; }

    public override string ConnectionString { get; }

    /// <summary>Where its blobs answer.</summary>
    public Uri BlobEndpoint { get; }

    /// <summary>Where its queues answer.</summary>
    public Uri QueueEndpoint { get; }

    /// <summary>Where its tables answer.</summary>
    public Uri TableEndpoint { get; }

    private static (string, Uri, Uri, Uri, string) On(Azurite azurite, int number)
    {
        var name = NameOf(number);
        Uri At(int port) => new($"http://127.0.0.1:{port}/{name}");
        var (blobs, queues, tables) = (At(azurite.BlobPort), At(azurite.QueuePort), At(azurite.TablePort));
        return (name, blobs, queues, tables, $"DefaultEndpointsProtocol=http;AccountName={name};AccountKey={Key};" +
            $"BlobEndpoint={blobs};QueueEndpoint={queues};TableEndpoint={tables};");
    }

    private static string NameOf(int number) => "tests" + number.ToString("000", CultureInfo.InvariantCulture);
}
