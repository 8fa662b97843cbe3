using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

public sealed class ControlTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task<PaymentAnswer> Authorise(Outside outside) => outside.Payments.Authorise(
        new("o1", "pm_card_visa", new(125_000, Currency.Php), "https://shop.test/", outside.Clock.GetUtcNow()), Stop);

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/index.js", "text/javascript")]
    [InlineData("/sandbox.css", "text/css")]
    [InlineData("/mail", "text/html")]
    [InlineData("/mail.js", "text/javascript")]
    [InlineData("/v3/", "text/javascript")]
    [InlineData("/v3/card", "text/html")]
    [InlineData("/v3/card.css", "text/css")]
    [InlineData("/v3/card.js", "text/javascript")]
    [InlineData("/v3/try", "text/html")]
    [InlineData("/health", "text/plain")]
    [InlineData("/sandbox/cards", "application/json")]
    [InlineData("/sandbox/payments", "application/json")]
    [InlineData("/sandbox/events", "application/json")]
    [InlineData("/sandbox/parcels", "application/json")]
    [InlineData("/sandbox/robot", "application/json")]
    [InlineData("/sandbox/misbehaviour", "application/json")]
    public async Task What_can_be_looked_at_is_there(string path, string type)
    {
        await using var outside = await Outside.Open();

        using var response = await outside.Http.GetAsync(path, Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/sandbox/clock", """{"advanceSeconds": -1}""")]
    [InlineData("/sandbox/clock", "{")]
    [InlineData("/sandbox/faults/stripe", """{"kind": "explode", "calls": 1}""")]
    [InlineData("/sandbox/faults/nobody", """{"kind": "error", "calls": 1}""")]
    [InlineData("/sandbox/misbehaviour/nobody", "{}")]
    public async Task A_switch_that_makes_no_sense_is_refused(string path, string body)
    {
        await using var outside = await Outside.Open();

        using var response = await outside.Http.PutAsync(path, new StringContent(body, null, "application/json"), Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_reset_forgets_everything()
    {
        await using var outside = await Outside.Open();
        await outside.Misbehave("stripe", new { lateSeconds = 10 });
        await Authorise(outside);

        (await outside.Http.PutAsync("/sandbox/reset", null, Stop)).EnsureSuccessStatusCode();
        outside.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.Empty((await outside.PaymentsOf("o1")).EnumerateArray());
        var manners = await outside.Http.GetFromJsonAsync<JsonElement>("/sandbox/misbehaviour", Stop);
        Assert.Equal(0, manners.GetProperty("stripe").GetProperty("lateSeconds").GetDouble());
        await Authorise(outside);
        await outside.Shop.Hear("amount_capturable_updated");
        Assert.Single(outside.Shop.All);
    }

    [Fact]
    public async Task Webhooks_that_wait_survive_a_restart()
    {
        string file = Path.Combine(Path.GetTempPath(), $"sandbox-{Guid.NewGuid():N}.db");
        try
        {
            await using (var before = await Outside.Open(options => options with { File = file }))
            {
                await before.Misbehave("stripe", new { lateSeconds = 60 });
                await Authorise(before);
            }
            await using var after = await Outside.Open(options => options with { File = file });
            Assert.Empty(after.Shop.All);

            after.Clock.Advance(TimeSpan.FromSeconds(60));

            await after.Shop.Hear("amount_capturable_updated");
        }
        finally
        {
            foreach (string part in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
                File.Delete(part);
        }
    }

    [Fact]
    public async Task A_search_may_find_late_what_is_new()
    {
        await using var outside = await Outside.Open();
        await outside.Misbehave("stripe", new { searchLagSeconds = 60 });
        await Authorise(outside);
        Assert.Null(await outside.Payments.FindByOrder("o1", Stop));

        outside.Clock.Advance(TimeSpan.FromSeconds(60));

        Assert.NotNull(await outside.Payments.FindByOrder("o1", Stop));
    }

    [Fact]
    public async Task A_lost_webhook_does_not_come()
    {
        await using var outside = await Outside.Open();
        await outside.Misbehave("stripe", new { lost = true });
        await Authorise(outside);
        await outside.Misbehave("stripe", new { });
        await outside.Payments.Capture("o1", (await Authorise(outside)).Payment!, new(125_000, Currency.Php), Stop);

        await outside.Shop.Hear("payment_intent.succeeded");

        Assert.Single(outside.Shop.All);
    }
}
