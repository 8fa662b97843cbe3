using System.Net.Http.Json;
using System.Text.Json;
using Serverless.Adapters;
using static Serverless.Tests.Adapters.Customs;

namespace Serverless.Tests.Adapters;

/// <summary>The customs broker, played by the sandbox (XB07).</summary>
public sealed class BrokerTests
{
    private static readonly BrokerDocument Certificate = new(
        "certificate_of_origin", "application/pdf", new BinaryData("%PDF-1.7 a certificate"));

    private static readonly string[] Two = ["certificate_of_origin", "invoice"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_declaration_is_released_by_itself_and_the_shop_is_told()
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);

        var lodged = await Lodge(broker, outside);
        Assert.Equal((BrokerStanding.Lodged, 1), (lodged.Standing, lodged.Version));
        var released = await Reach(outside, broker, lodged.Reference, BrokerStanding.Released);

        Assert.Equal(2, released.Version);
        var told = await outside.Shop.Hear("released");
        var notice = broker.Read(told.Body, told.Signature, outside.Clock.GetUtcNow())!;
        Assert.Equal((CustomsNotice.Known, Parcel, 2), (notice.Format, notice.Shipment, notice.Version));
    }

    [Fact]
    public async Task A_held_parcel_is_released_once_customs_have_seen_every_document()
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);
        await Next(outside, "hold", new { asked = Two });
        var lodged = await Lodge(broker, outside);

        var held = await Reach(outside, broker, lodged.Reference, BrokerStanding.Held);
        Assert.Equal(Two, held.Asked);
        Assert.Equal("documents_missing", held.Reason);
        Assert.Equal(BrokerStanding.Held, (await broker.Send(lodged.Reference, Certificate, Stop)).Standing);
        var looked = await broker.Send(lodged.Reference, Certificate with { Name = "invoice" }, Stop);
        var again = await broker.Send(lodged.Reference, Certificate with { Name = "invoice" }, Stop);

        Assert.Equal(BrokerStanding.Lodged, looked.Standing);
        Assert.Equal(looked.Version, again.Version);
        Assert.Empty((await Reach(outside, broker, lodged.Reference, BrokerStanding.Released)).Asked);
    }

    [Fact]
    public async Task Customs_may_ask_twice_and_may_refuse()
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);
        await Next(outside, "hold", new { rounds = 2 });
        var first = await Lodge(broker, outside);
        for (int round = 0; round < 2; round++)
        {
            await Reach(outside, broker, first.Reference, BrokerStanding.Held);
            await broker.Send(first.Reference, Certificate, Stop);
        }

        await Reach(outside, broker, first.Reference, BrokerStanding.Released);
        await Next(outside, "refuse", new { });
        var second = await Lodge(broker, outside, "6e0b3c1a-0000-4000-8000-000000000003-1");

        var refused = await Reach(outside, broker, second.Reference, BrokerStanding.Refused);
        Assert.Equal("import_not_allowed", refused.Reason);
    }

    [Fact]
    public async Task Lodging_again_gives_the_same_declaration_even_when_the_broker_has_forgotten_the_key()
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);
        var begun = outside.Clock.GetUtcNow();
        await outside.Fail("broker", new { kind = "drop", calls = 1 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Lodge(broker, outside));
        var second = await Lodge(broker, outside);
        outside.Clock.Advance(TimeSpan.FromHours(25));
        var late = await broker.Lodge(Declaration, begun, Stop);

        Assert.Equal(second.Reference, late.Reference);
        Assert.Single(await Books(outside));
        // Who is not asked first does not remember either.
        await broker.Lodge(Declaration, outside.Clock.GetUtcNow(), Stop);
        Assert.Equal(2, (await Books(outside)).Length);
    }

    [Fact]
    public async Task All_who_lodge_at_once_lodge_one_declaration()
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);

        var asked = Enumerable.Range(0, 12).Select(_ => Lodge(broker, outside)).ToList();
        await Task.WhenAll(asked.Select(one => Record.ExceptionAsync(() => one).AsTask()));

        Assert.Single(asked.Where(one => one.IsCompletedSuccessfully).Select(one => one.Result.Reference).Distinct());
        Assert.Single(await Books(outside));
    }

    [Theory]
    [InlineData("""{"twice":true}""", 2)]
    [InlineData("""{"beforeResponse":true}""", 1)]
    public async Task Notices_may_come_twice_and_before_the_answer(string how, int times)
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);
        await outside.Misbehave("broker", JsonSerializer.Deserialize<JsonElement>(how));

        var lodged = await Lodge(broker, outside);

        var heard = await outside.Shop.Hear(times, one => one.Says(lodged.Reference));
        Assert.Single(heard.Select(one => broker.Read(one.Body, one.Signature, outside.Clock.GetUtcNow())!.Event)
            .Distinct());
    }

    [Fact]
    public async Task A_notice_that_was_changed_is_old_or_comes_from_somebody_else_is_not_believed()
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);
        using var other = Broker(outside, webhookSecret: "another");
        using var changing = Broker(outside, webhookSecret: "another, sandbox-broker-secret");
        await Lodge(broker, outside);
        var (body, signature, _) = await outside.Shop.Hear("lodged");
        var now = outside.Clock.GetUtcNow();

        Assert.NotNull(broker.Read(body, signature, now));
        Assert.NotNull(changing.Read(body, signature, now));
        Assert.Null(other.Read(body, signature, now));
        Assert.Null(broker.Read(body.Replace("lodged", "released", StringComparison.Ordinal), signature, now));
        Assert.Null(broker.Read(body, signature, now.AddMinutes(6)));
        Assert.All(
            ["", "t=1", "v1=00", "t=x,v1=00", $"{signature}00", "t=,v1=", "=,="],
            wrong => Assert.Null(broker.Read(body, wrong, now)));
    }

    [Theory]
    [InlineData("""{"format":2,"event":"e","shipment":"s","version":1}""")]
    [InlineData("""{"format":1,"event":"e","version":1}""")]
    [InlineData("""{"format":1,"event":"","shipment":"s","version":1}""")]
    [InlineData("""{"format":1,"event":"e","shipment":"s","version":"one"}""")]
    [InlineData("no JSON")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task A_notice_in_another_format_is_named_as_such(string body)
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);
        long time = outside.Clock.GetUtcNow().ToUnixTimeSeconds();
        byte[] mac = System.Security.Cryptography.HMACSHA256.HashData(
            "sandbox-broker-secret"u8, System.Text.Encoding.UTF8.GetBytes($"{time}.{body}"));

        Assert.Throws<FormatException>(() => broker.Read(
            body, $"t={time},v1={Convert.ToHexStringLower(mac)}", outside.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task What_the_broker_cannot_take_is_refused_without_repeating_the_address()
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside);
        var nameless = Declaration with { Goods = [Declaration.Goods[0] with { HsCode = "46" }] };

        var refused = await Assert.ThrowsAsync<BrokerRefusedException>(
            () => broker.Lodge(nameless, outside.Clock.GetUtcNow(), Stop));

        Assert.Equal(400, refused.Status);
        Assert.DoesNotContain("Harbour", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(outside.Log, line => line.Contains("Wilson", StringComparison.Ordinal));
        await Assert.ThrowsAsync<BrokerRefusedException>(() => broker.Look("decl_nobody_knows", Stop));
    }

    [Theory]
    [InlineData("error")]
    [InlineData("hang")]
    public async Task An_outage_of_the_broker_is_an_exception_and_lodges_nothing(string kind)
    {
        await using var outside = await Outside.Open();
        using var broker = Broker(outside, timeOut: TimeSpan.FromMilliseconds(300));
        await outside.Fail("broker", new { kind, calls = 1 });

        var fault = await Assert.ThrowsAnyAsync<Exception>(() => Lodge(broker, outside));

        Assert.True(fault is HttpRequestException or TaskCanceledException, fault.ToString());
        Assert.Empty(await Books(outside));
    }

    private static async Task<JsonElement[]> Books(Outside outside) =>
        (await outside.Http.GetFromJsonAsync<JsonElement[]>("/sandbox/declarations", Stop))!;
}
