using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Serverless.Sandbox;

namespace Serverless.Tests.Journeys;

/// <summary>A shop whose app is a process of its own, which a test kills while people buy and work there.</summary>
public sealed class MortalShop : IShop, IAsyncDisposable
{
    /// <summary>What a unit of anything costs the shop.</summary>
    public const long UnitCost = 40_000;

    private const string Place = "MNL";

    public static readonly object Cost = new { amount = UnitCost, currency = "PHP" };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-mortal-");
    private readonly List<Terminal> terminals = [];
    private readonly Dictionary<string, string> settings;
    private readonly int port;
    private readonly HttpClient staff;
    private readonly HttpClient anybody;
    private FunctionProcess? app;
    private bool isOpen;

    private MortalShop(SandboxApp sandbox, Dictionary<string, string> settings, int port)
    {
        (Sandbox, this.settings, this.port) = (sandbox, settings, port);
        Backroom = new(settings);
        anybody = new() { BaseAddress = new($"http://127.0.0.1:{port}") };
        staff = new() { BaseAddress = new($"http://127.0.0.1:{port}/api/staff/") };
        staff.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestShop.StaffKey);
    }

    public SandboxApp Sandbox { get; }

    public Backroom Backroom { get; }

    public string Alarms => string.Join('\n', Log.TakeLast(20));

    /// <summary>Every line that the app has written since it was started last.</summary>
    public IReadOnlyCollection<string> Log => app?.Log ?? [];

    /// <summary>Where the host keeps what it has to remember.</summary>
    public string Folder => folder.FullName;

    /// <summary>The file of its orchestrations.</summary>
    public string DurableFile => Path.Combine(Folder, "durable.db");

    /// <summary>What the app is told.</summary>
    public IReadOnlyDictionary<string, string> Told => settings;

    /// <summary>A shop of its own in a world of its own; its app is started by <see cref="Start"/>.</summary>
    /// <param name="outside">What is different in the world around it.</param>
    /// <param name="told">What the app is told beside the usual.</param>
    public static async Task<MortalShop> Open(
        Func<SandboxOptions, SandboxOptions>? outside = null, params (string Name, string Value)[] told)
    {
        int port = FreePorts.Next();
        var usual = new SandboxOptions
        {
            Port = 0,
            SmtpPort = 0,
            StaffKey = TestShop.StaffKey,
            FunctionsUrl = $"http://127.0.0.1:{port}",
            ParcelStepSeconds = 0.5,
            Log = _ => { },
        };
        var options = outside?.Invoke(usual) ?? usual;
        var sandbox = await SandboxApp.Start(options);
        var settings = TestShop.SettingsFor(sandbox, options, new AzuriteAccount(), port);
        foreach (var (name, value) in told) settings[name] = value;
        return new(sandbox, settings, port);
    }

    /// <summary>Starts the app, and waits until it answers.</summary>
    /// <param name="away">Functions that are switched off until the next start.</param>
    public async Task Start(params string[] away)
    {
        var said = new Dictionary<string, string>(settings);
        foreach (string name in away) said[$"AzureWebJobs.{name}.Disabled"] = "true";
        app = new(said, DurableFile);
        await app.Start();
        if (isOpen) return;
        await TestShop.SetUp(staff);
        (await Backroom.Policies.Set(0, DemoShop.Policy, default)).OrThrow();
        isOpen = true;
    }

    /// <summary>SIGKILL: nothing is finished, nothing is flushed.</summary>
    public Task Kill() => app!.Kill();

    /// <summary>SIGTERM: what runs may end, and nothing new begins.</summary>
    public async Task Stop() => Assert.Equal(0, await app!.Terminate());

    /// <summary>Kills the app and starts it again, so many times, at moments that its seed says.</summary>
    public Task KillAgainAndAgain(int kills, int seed, int shortestMs, int longestMs) =>
        AgainAndAgain(kills, seed, shortestMs, longestMs, async () =>
        {
            await Kill();
            await Start();
        });

    /// <summary>Kills the app's worker alone, so many times, and leaves it to the host to start another.</summary>
    public Task KillWorkerAgainAndAgain(int kills, int seed, int shortestMs, int longestMs) =>
        AgainAndAgain(kills, seed, shortestMs, longestMs, () => app!.KillWorker());

    private static async Task AgainAndAgain(int kills, int seed, int shortestMs, int longestMs, Func<Task> kill)
    {
        var random = new Random(seed);
        for (int each = 0; each < kills; each++)
        {
            await Task.Delay(random.Next(shortestMs, longestMs));
            await kill();
        }
    }

    /// <summary>Begins to buy; see <see cref="Terminal"/>.</summary>
    public Terminal Buy(string wish, int patienceSeconds = 300)
    {
        var terminal = new Terminal(wish, port, Sandbox.Address, patienceSeconds);
        terminals.Add(terminal);
        return terminal;
    }

    /// <summary>Units of new products come in, and then all of them are for sale.</summary>
    public async Task Sell(int units, params (string Product, string Sku, long Price, string HsCode)[] goods)
    {
        foreach (var (product, sku, price, hsCode) in goods)
        {
            await Put($"products/{product}", Products.Plain(product, sku, price, hsCode));
            await Put(
                $"receipts/{Guid.NewGuid()}", new { sku, location = Place, quantity = units, unitCost = Cost });
        }

        await Put($"publications/{Guid.NewGuid()}", new { });
    }

    /// <summary>Somebody could bring more of these.</summary>
    public Task Supply(params string[] skus) => Put($"suppliers/{Guid.NewGuid()}", new
    {
        name = "Bikol Weavers",
        email = Buyer.Email,
        leadDays = 10,
        minimumOrder = new { amount = 0, currency = "PHP" },
        items = skus.Select(sku => new { sku, price = Cost, pack = 1 }),
    });

    /// <summary>Asks the staff's API to do something, and expects it to.</summary>
    public async Task Put(string path, object body)
    {
        using var answer = await staff.PutAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Asks the staff's API to do something; whether it did at once.</summary>
    public async Task<bool> TryPut(string path, object body)
    {
        using var answer = await staff.PutAsJsonAsync(path, body);
        return answer.StatusCode == HttpStatusCode.OK;
    }

    public Task<(HttpStatusCode Status, JsonNode? Answer)> Send(
        HttpMethod method, string path, string? token, object? body = null,
        (string Name, string? Value) header = default) => Asking.Send(anybody, method, path, token, body, header);

    public async Task<JsonNode> Staff(HttpMethod method, string path, object? body = null)
    {
        var (status, answer) = await Send(method, $"/api/staff/{path}", TestShop.StaffKey, body);
        Assert.True((int)status < 300, $"{method} {path}: {status} {answer} {Alarms}");
        return answer!;
    }

    public Task Until(Func<Task<bool>> holds, Func<string> what, TimeSpan? step = null) =>
        Tests.Until.Holds(holds, what: what());

    /// <summary>What the staff's API shows.</summary>
    public async Task<JsonNode> Get(string path) => (await staff.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>What the world around it has kept: <c>payments</c>, <c>declarations</c>.</summary>
    public async Task<JsonArray> Outside(string what)
    {
        using var outside = new HttpClient();
        return (await outside.GetFromJsonAsync<JsonArray>($"{Sandbox.Address}/sandbox/{what}"))!;
    }

    public async ValueTask DisposeAsync()
    {
        terminals.ForEach(terminal => terminal.Dispose());
        app?.Dispose();
        staff.Dispose();
        anybody.Dispose();
        await Sandbox.DisposeAsync();
        await Backroom.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
