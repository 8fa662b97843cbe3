using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

public sealed class CarrierTests
{
    private static readonly ParcelPlace Warehouse = new(
        "The Shop, Manila", "+63 2 8123 4567", "ship@shop.test", "1 Pier Road", null, "Manila", "Metro Manila", "1018",
        "PH");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static NinjaVanCarrier Carrier(Outside outside, string secret = "sandbox-secret") =>
        new(new($"{outside.Sandbox.Address}/ninjavan", "ph", "sandbox", secret), outside.Clock);

    private static ParcelOrder Order(string shipment, string postcode = "6000", string method = "standard") =>
        new(shipment, Warehouse, Home(postcode), WeightGrams: 750, IsReturn: false, method);

    private static ParcelPlace Home(string postcode) => new(
        "Maria Santos", "+63 917 123 4567", "maria@example.com", "12 Mango Avenue", "Unit 3", "Cebu City", "Cebu",
        postcode, "PH");

    /// <summary>Moves the clock until the parcel's last event was heard; answers all of them in order.</summary>
    private static async Task<List<ParcelMovement>> Follow(
        Outside outside, NinjaVanCarrier carrier, string shipment, string until)
    {
        await Eventually.See(
            () =>
            {
                outside.Clock.Advance(TimeSpan.FromSeconds(0.5));
                return Of(outside, shipment).Any(one => one.Body.Contains(until, StringComparison.Ordinal));
            },
            () => $"never heard {until}");
        var notices = Of(outside, shipment).Select(one => carrier.Read(one.Body, one.Signature)!).ToList();
        Assert.All(notices, notice => Assert.Equal(shipment, notice.Shipment));
        Assert.Equal(notices.Count, notices.Select(notice => notice.Event).Distinct().Count());
        return [.. notices.Select(notice => notice.Movement).Where(movement => movement != ParcelMovement.Other)];
    }

    private static IEnumerable<Heard> Of(Outside outside, string shipment) =>
        outside.Shop.All.Where(one => one.Body.Contains($"\"{shipment}\"", StringComparison.Ordinal));

    [Fact]
    public async Task A_booked_parcel_moves_by_itself_until_it_is_delivered()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);

        var label = await carrier.Book(Order("s1"), Stop);
        var movements = await Follow(outside, carrier, "s1", "\"Delivered\"");

        Assert.InRange(label.Tracking.Length, 9, 18);
        Assert.Equal(
            [
                ParcelMovement.Collected, ParcelMovement.InTransit, ParcelMovement.OutForDelivery,
                ParcelMovement.Delivered,
            ],
            movements);
    }

    [Fact]
    public async Task A_parcel_to_postcode_9999_fails_once_and_is_then_delivered()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);
        await carrier.Book(Order("s1", "9999"), Stop);

        var movements = await Follow(outside, carrier, "s1", "\"Delivered\"");

        Assert.Equal(
            [ParcelMovement.DeliveryFailed, ParcelMovement.OutForDelivery, ParcelMovement.Delivered], movements[^3..]);
    }

    [Fact]
    public async Task A_parcel_to_postcode_9998_comes_back()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);
        await carrier.Book(Order("s1", "9998"), Stop);

        var movements = await Follow(outside, carrier, "s1", "Returned to Sender");

        Assert.Equal([ParcelMovement.DeliveryFailed, ParcelMovement.ReturnedToSender], movements[^2..]);
        Assert.DoesNotContain(ParcelMovement.Delivered, movements);
    }

    [Fact]
    public async Task A_return_is_handed_over_by_the_shopper_and_arrives_at_the_warehouse()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);
        await carrier.Book(new("r1", Home("9999"), Warehouse, 500, IsReturn: true, "standard"), Stop);

        var movements = await Follow(outside, carrier, "r1", "\"Delivered\"");

        Assert.Equal((ParcelMovement.Collected, ParcelMovement.Delivered), (movements[0], movements[^1]));
    }

    [Theory]
    [InlineData("standard", "Standard")]
    [InlineData("express", "Express")]
    public async Task What_the_shopper_pays_for_is_what_is_booked(string method, string level)
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);

        await carrier.Book(Order("s1", method: method), Stop);

        var parcels = await outside.Http.GetFromJsonAsync<JsonElement[]>("/sandbox/parcels", Stop);
        var parcel = Assert.Single(parcels!);
        Assert.Equal(level, parcel.GetProperty("level").GetString());
        Assert.Equal(level, parcel.GetProperty("told").GetProperty("service_level").GetString());
    }

    [Fact]
    public async Task A_way_of_delivery_that_the_carrier_does_not_have_is_not_booked_as_another()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);

        await Assert.ThrowsAsync<ArgumentException>(() => carrier.Book(Order("s1", method: "by drone"), Stop));

        Assert.Empty((await outside.Http.GetFromJsonAsync<JsonElement[]>("/sandbox/parcels", Stop))!);
    }

    [Fact]
    public async Task Booking_again_gives_the_same_tracking_number_and_one_parcel()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);
        await outside.Fail("ninjavan", new { kind = "drop", calls = 1, path = "/orders" });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => carrier.Book(Order("s1"), Stop));
        var second = await carrier.Book(Order("s1"), Stop);
        var third = await carrier.Book(Order("s1"), Stop);

        Assert.Equal(second, third);
        var parcels = await outside.Http.GetFromJsonAsync<JsonElement[]>("/sandbox/parcels", Stop);
        Assert.Equal(second.Tracking, Assert.Single(parcels!).GetProperty("tracking").GetString());
    }

    [Fact]
    public async Task A_token_is_kept_and_replaced_when_it_has_ended()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);

        await carrier.Book(Order("s1"), Stop);
        await carrier.Book(Order("s2"), Stop);
        Assert.Single(outside.Log, line => line.Contains("access_token", StringComparison.Ordinal));
        outside.Clock.Advance(TimeSpan.FromHours(12));
        await carrier.Book(Order("s3"), Stop);

        Assert.Equal(2, outside.Log.Count(line => line.Contains("access_token", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_notice_that_was_tampered_with_is_not_believed()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);
        using var other = Carrier(outside, "another secret");
        await carrier.Book(Order("s1"), Stop);
        var (body, signature, _) = await outside.Shop.Hear("Pending Pickup");

        Assert.NotNull(carrier.Read(body, signature));
        Assert.Null(carrier.Read(body.Replace("s1", "s2", StringComparison.Ordinal), signature));
        Assert.Null(carrier.Read(body, ""));
        Assert.Null(carrier.Read(body, "not base64"));
        Assert.Null(other.Read(body, signature));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    [InlineData("""{"tracking_id":"T1","event":"Picked Up","status":"Picked Up"}""")]
    [InlineData("""{"tracking_id":"T1","event":"Picked Up","status":"Picked Up","timestamp":"noon"}""")]
    [InlineData("""{"tracking_id":"T1","event":"x","status":"x","timestamp":"2026-11-11T10:00:00+9900"}""")]
    [InlineData("""{"tracking_id":null,"event":"Picked Up","status":"x","timestamp":"2026-11-11T10:00:00+0800"}""")]
    [InlineData("""{"tracking_id":"T1","event":7,"status":"x","timestamp":"2026-11-11T10:00:00+0800"}""")]
    public async Task A_genuine_notice_that_says_nothing_is_named_as_odd(string body)
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);
        byte[] mac = HMACSHA256.HashData("sandbox-secret"u8, Encoding.UTF8.GetBytes(body));
        string signature = Convert.ToBase64String(mac);

        Assert.Throws<FormatException>(() => carrier.Read(body, signature));
    }

    [Fact]
    public async Task A_parcel_that_the_carrier_cannot_take_is_refused_without_repeating_the_address()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);

        var refused = await Assert.ThrowsAsync<CarrierRefusedException>(
            () => carrier.Book(Order("s1") with { WeightGrams = 90_000 }, Stop));

        Assert.Equal(400, refused.Status);
        Assert.DoesNotContain("Mango", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(outside.Log, line => line.Contains("Maria", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outage_of_the_carrier_is_an_exception()
    {
        await using var outside = await Outside.Open();
        using var carrier = Carrier(outside);
        await outside.Fail("ninjavan", new { kind = "error", calls = 2 });

        await Assert.ThrowsAsync<HttpRequestException>(() => carrier.Book(Order("s1"), Stop));
    }

    [Fact]
    public async Task A_parcel_goes_on_where_it_was_after_a_restart()
    {
        string file = Path.Combine(Path.GetTempPath(), $"sandbox-{Guid.NewGuid():N}.db");
        try
        {
            await using (var before = await Outside.Open(options => options with { File = file }))
            {
                using var carrier = Carrier(before);
                await carrier.Book(Order("s1"), Stop);
                await Follow(before, carrier, "s1", "Picked Up");
            }
            await using var after = await Outside.Open(options => options with { File = file });
            using var again = Carrier(after);

            Assert.Equal(ParcelMovement.Delivered, (await Follow(after, again, "s1", "\"Delivered\""))[^1]);
        }
        finally
        {
            foreach (string part in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
                File.Delete(part);
        }
    }
}
