using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Sandbox;

namespace Serverless.Tests.Journeys;

/// <summary>A shop whose consumers were away while it sold, and then find all of it at once.</summary>
public sealed class BacklogShop : IAsyncDisposable
{
    private const int Home = 3;
    private const int Abroad = 2;
    private const int Units = 40;
    private const string Sku = "BOWL";
    private static readonly object Cost = new { amount = 40_000, currency = "PHP" };
    private static readonly string[] Queues = [CrmNews.Queue, StockNews.Queue, ClearanceFunctions.Queue];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-backlog-");
    private readonly Dictionary<string, string> settings;
    private readonly SandboxApp sandbox;
    private readonly int port;
    private readonly List<Terminal> shoppers = [];
    private FunctionProcess app;

    private BacklogShop(SandboxApp sandbox, Dictionary<string, string> settings, int port)
    {
        (this.sandbox, this.settings, this.port) = (sandbox, settings, port);
        app = Process("HearCrmNews", "HearCustomsNews");
        Backroom = new(settings);
    }

    public Backroom Backroom { get; }

    /// <summary>Sells at home and abroad, and ends when the rest is up to those who do not listen.</summary>
    public static async Task<BacklogShop> Open()
    {
        int port = TestShop.FreePort();
        var options = new SandboxOptions
        {
            Port = 0,
            SmtpPort = 0,
            StaffToken = TestShop.StaffToken,
            FunctionsUrl = $"http://127.0.0.1:{port}",
            ParcelStepSeconds = 0.5,
            Log = _ => { },
        };
        var sandbox = await SandboxApp.Start(options);
        var settings = TestShop.SettingsFor(sandbox, options, new AzuriteAccount(), port);
        // What a killed process had taken comes back, and what failed is tried again, while the test looks on.
        settings["Runtime:QueueLease"] = "00:00:03";
        settings["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:01";
        var shop = new BacklogShop(sandbox, settings, port);
        await shop.Sell();
        return shop;
    }

    /// <summary>Lets those listen who were away, kills the app so often over it, and waits for the end.</summary>
    public async Task Hear(int kills)
    {
        var random = new Random(20261112);
        int all = await Left();
        app = Process();
        await app.Start();
        foreach (int mark in Enumerable.Range(1, kills).Select(kill => all - (all * kill / (kills + 1))))
        {
            // Not all at the beginning nor at the end. Looked at seldom: to count them is work for the emulator.
            while (await Left() > mark) await Task.Delay((all / 20) + random.Next(100, 400));
            await app.Kill();
            Assert.True(await Left() > 0, "Nothing was left when the app was killed.");
            await app.Start();
        }

        foreach (var shopper in shoppers) await shopper.EndsWell();
        await Serverless.Tests.Until.Holds(AreKnown, Patience, "all orders are known to those who bought");
        await Backroom.Drained(Patience);
    }

    /// <summary>All that counts, and nothing of when and how often it was tried.</summary>
    public async Task<string> EndState()
    {
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        var delivered = await Backroom.All<Order>("orders.delivered");
        var customers = delivered.Select(order => order.Customer!.Value).Distinct().OrderBy(id => id.Value);
        var words = await Backroom.Availability.Current(CancellationToken.None);
        var proposed = await Backroom.All<PurchaseOrder>("purchase-orders.proposed");
        List<object> state =
        [
            .. await Task.WhenAll(customers.Select(Account)),
            .. await Task.WhenAll(Histories.Products.Select(Together)),
            .. await Task.WhenAll(Backlog.Skus.Append(Sku).Select(sku => Counted(sku, words.Of(sku)))),
            .. proposed.SelectMany(order => order.Lines.Select(line => line.Sku + " " + order.Location)).Order(),
            .. await Task.WhenAll(delivered.Where(order => order.Landed is not null).Select(Cleared)),
            .. await Backroom.Journal.Balance(today.AddDays(-2), today),
            .. (await Backroom.Poison.List()).Select(one => new { one.Queue, one.Body }),
        ];
        return string.Join('\n', state.Select(one => JsonSerializer.Serialize(one)));
    }

    private async Task Sell()
    {
        await app.Start();
        using var staff = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}/api/staff/") };
        staff.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TestShop.StaffToken);
        await Put(staff, "products/plain-bowl", Products.Plain("plain-bowl", Sku, 100_000));
        await Put(staff, $"publications/{Guid.NewGuid()}", new { });
        await Put(staff, $"receipts/{Guid.NewGuid()}", new
        {
            sku = Sku,
            location = Backlog.Place,
            quantity = Units,
            unitCost = Cost,
        });
        await Put(staff, $"suppliers/{Guid.NewGuid()}", new
        {
            name = "Bikol Weavers",
            email = Buyer.Email,
            leadDays = 10,
            minimumOrder = new { amount = 0, currency = "PHP" },
            items = Backlog.Supplied.Select(sku => new { sku, price = Cost, pack = 1 }),
        });
        shoppers.Add(new($"--count {Home}", port, sandbox.Address));
        shoppers.Add(new($"--count {Abroad} --country AU", port, sandbox.Address));
        await Serverless.Tests.Until.Holds(IsSold, what: "all is sold, and customs have something to say");
        await app.Kill();
    }

    private async Task<bool> IsSold() =>
        (await Backroom.All<Order>("orders.delivered")).Count == Home
        && (await Backroom.Waiting()).GetValueOrDefault(ClearanceFunctions.Queue) >= Abroad;

    private async Task<bool> AreKnown()
    {
        var orders = await Backroom.All<Order>("orders.delivered");
        var bought = orders.Where(order => order.Payment is not null).ToList();
        var known = await Task.WhenAll(bought.Select(order => Backroom.IsKnown(order, 0)));
        return bought.Count == Home + Abroad && known.All(one => one);
    }

    private async Task<object> Account(Id<Customer> id)
    {
        var points = (await Backroom.Store.Find(StoredValue.PointsOf(id)))?.Record;
        var customer = (await Backroom.Store.Find(id))?.Record;
        return new
        {
            id.Value,
            points?.Balance,
            points?.Shortfall,
            Sum = points?.BroughtForward + points?.Entries.Sum(entry => entry.Change),
            Lots = points?.Lots.Select(lot => lot.Amount),
            Known = customer?.Profile is not null,
            Tier = ShopPolicy.Default.Points.TierFor(customer?.Spent(DateTimeOffset.UtcNow)).Name,
            Bought = customer?.Purchases.Select(one => (one.Paid.Amount * 1_000_000) + one.Version).Order(),
        };
    }

    private async Task<object> Together(string product)
    {
        var found = (await Backroom.Store.Find(new Id<Companions>(product)))!.Record;
        var with = found.With.OrderBy(with => with.Product.Value, StringComparer.Ordinal);
        return new { product, found.Orders, With = with };
    }

    private async Task<object> Counted(string sku, Availability word)
    {
        var stock = (await Backroom.Store.Find(Stock.At(sku, Backlog.Place)))!.Record;
        var demand = (await Backroom.Store.Find(Demand.Of(stock.Id)))?.Record;
        return new { sku, stock.OnHand, Units = demand?.Days.Sum(day => day.Units), Word = $"{word}" };
    }

    private async Task<object> Cleared(Order order)
    {
        var parcel = Assert.Single(order.Shipments);
        var clearance = (await Backroom.Store.Find(ClearanceActivities.IdOf(parcel.Id)))!.Record;
        return $"{clearance.Status}, {order.Totals.Import}";
    }

    private FunctionProcess Process(params string[] away)
    {
        var said = new Dictionary<string, string>(settings);
        foreach (string name in away) said[$"AzureWebJobs.{name}.Disabled"] = "true";
        return new(said, Path.Combine(folder.FullName, "durable.db"));
    }

    private static async Task Put(HttpClient staff, string path, object body)
    {
        using var answer = await staff.PutAsJsonAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    public async Task<IEnumerable<Id<Shipment>>> WithCustoms() =>
        (await Backroom.All<Order>("orders.in-transit")).SelectMany(order => order.Shipments)
        .Select(shipment => shipment.Id);

    /// <summary>How many messages the consumers have before them.</summary>
    public async Task<int> Left() => (await Task.WhenAll(Queues.Select(Backroom.Waiting))).Sum();

    public async ValueTask DisposeAsync()
    {
        shoppers.ForEach(shopper => shopper.Dispose());
        app.Dispose();
        await sandbox.DisposeAsync();
        await Backroom.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
