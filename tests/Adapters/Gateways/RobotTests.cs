using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

public sealed class RobotTests
{
    private static readonly ParcelPlace Place = new(
        "Maria Santos", "+63 917 123 4567", null, "12 Mango Avenue", null, "Cebu City", "Cebu", "6000", "PH");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The staff API of a shop with one thing on every list.</summary>
    private sealed class Staff
    {
        public ConcurrentDictionary<string, string> Said { get; } = [];

        public bool Away { get; set; }

        public void Map(WebApplication app)
        {
            app.MapGet("/api/staff/{kind}", (string kind, string list, HttpRequest request) => Away
                ? Results.StatusCode(503)
                : request.Headers.Authorization != "Bearer staff"
                ? Results.Unauthorized()
                : Results.Ok(new { items = Items(kind, list) }));
            app.MapGet("/api/staff/returns/{id}", (string id) => new
            {
                id,
                lines = new[]
                {
                    new { sku = "BAG-1", quantity = 1, reason = "WrongSize" },
                    new { sku = "CUP-1", quantity = 2, reason = "Damaged" },
                },
            });
            app.MapPut("/api/staff/{kind}/{id}/{what}", (string kind, string id, string what, JsonElement body) =>
            {
                Said.TryAdd($"{kind}/{id}/{what}", body.ToString());
                return Results.Accepted();
            });
        }

        private object[] Items(string kind, string list) => (kind, list) switch
        {
            ("orders", "to-pick") when !Said.ContainsKey("shipments/o1-1/picking") => [Order("Allocated")],
            ("orders", "to-pack") when Said.ContainsKey("shipments/o1-1/picking")
                && !Said.ContainsKey("shipments/o1-1/packing") => [Order("Picking")],
            ("returns", "in-transit") when !Said.ContainsKey("returns/r1/receipt") => [new { id = "r1" }],
            ("returns", "to-inspect") when Said.ContainsKey("returns/r1/receipt")
                && !Said.ContainsKey("returns/r1/inspection") => [new { id = "r1" }],
            ("returns", "to-review") => [new { id = "r2" }],
            _ => [],
        };

        /// <summary>An order in two parcels, of which one is to be worked on.</summary>
        private static object Order(string status) => new
        {
            id = "o1",
            shipments = new[]
            {
                new { id = "o1-1", status, lines = new[] { new { sku = "BAG-1", quantity = 2 } } },
                new { id = "o1-2", status = "Shipped", lines = new[] { new { sku = "CUP-1", quantity = 1 } } },
            },
        };
    }

    private static Task<Outside> Open(Staff staff, bool robot = true) =>
        Outside.Open(options => options with { Robot = robot }, staff.Map);

    private static Task Until(Outside outside, Staff staff, string said) => Eventually.See(
        () =>
        {
            outside.Clock.Advance(TimeSpan.FromSeconds(0.5));
            return staff.Said.ContainsKey(said);
        },
        () => $"never heard {said}, only {string.Join(", ", staff.Said.Keys)}");

    [Fact]
    public async Task The_robot_picks_and_packs_what_stands_on_the_lists()
    {
        var staff = new Staff();
        await using var outside = await Open(staff);

        await Until(outside, staff, "shipments/o1-1/packing");

        Assert.Equal("""{"weightGrams":800}""", staff.Said["shipments/o1-1/packing"]);
        Assert.DoesNotContain(staff.Said.Keys, said => said.Contains("o1-2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_robot_receives_a_return_when_the_carrier_has_brought_it_and_inspects_it()
    {
        var staff = new Staff();
        await using var outside = await Open(staff);
        await Until(outside, staff, "shipments/o1-1/packing");
        Assert.DoesNotContain("returns/r1/receipt", staff.Said.Keys);
        using var carrier = new NinjaVanCarrier(
            new($"{outside.Sandbox.Address}/ninjavan", "ph", "sandbox", "sandbox-secret"), outside.Clock);
        await carrier.Book(new("r1", Place, Place, 500, IsReturn: true, "standard"), Stop);

        await Until(outside, staff, "returns/r1/inspection");

        string found = staff.Said["returns/r1/inspection"];
        Assert.Contains("""{"sku":"BAG-1","quantity":1,"disposition":"Restock"}""", found, StringComparison.Ordinal);
        Assert.Contains("""{"sku":"CUP-1","quantity":2,"disposition":"Damaged"}""", found, StringComparison.Ordinal);
        Assert.DoesNotContain(staff.Said.Keys, said => said.EndsWith("approval", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_robot_waits_for_a_shop_that_is_away()
    {
        var staff = new Staff { Away = true };
        await using var outside = await Open(staff);
        await Eventually.See(
            () =>
            {
                outside.Clock.Advance(TimeSpan.FromSeconds(0.5));
                return outside.Log.Any(line => line.Contains("the shop is away", StringComparison.Ordinal));
            },
            () => "the robot did not notice");

        staff.Away = false;

        await Until(outside, staff, "shipments/o1-1/picking");
    }

    [Fact]
    public async Task The_robot_can_be_switched_on()
    {
        var staff = new Staff();
        await using var outside = await Open(staff, robot: false);
        outside.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Empty(staff.Said);

        (await outside.Http.PutAsJsonAsync("/sandbox/robot", new { on = true }, Stop)).EnsureSuccessStatusCode();

        await Until(outside, staff, "shipments/o1-1/picking");
    }
}
