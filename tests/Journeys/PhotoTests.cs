using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Photos of goods that come back: who may send them, what is taken, who sees them.</summary>
public sealed class PhotoTests(OpenShop open) : IClassFixture<OpenShop>
{
    /// <summary>The smallest picture there is: one grey pixel.</summary>
    private static readonly byte[] Pixel = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    private readonly TestShop shop = open.Shop;

    [Fact]
    public async Task Photos_come_before_and_after_the_request_and_staff_see_them()
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        var id = Guid.NewGuid().ToString();
        Assert.Equal(HttpStatusCode.Created, (await Send(shopper, id, 1, Pixel)).Status);
        var ask = shopper.Back("BOWL", reason: "Damaged");
        await shop.Send(HttpMethod.Put, $"/api/returns/{id}", shopper.OrderToken, ask);
        await shopper.ReachReturn(id, "Requested");
        Assert.Equal(HttpStatusCode.Created, (await Send(shopper, id, 2, Pixel)).Status);
        Assert.Equal(HttpStatusCode.Created, (await Send(shopper, id, 2, Pixel)).Status);

        Assert.Equal([1, 2], await Seen(id));
        using var asked = new HttpRequestMessage(HttpMethod.Get, $"/api/staff/returns/{id}/photos/2");
        asked.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TestShop.StaffKey);
        using var photo = await shop.Client.SendAsync(asked);
        Assert.Equal("image/jpeg", photo.Content.Headers.ContentType?.MediaType);
        Assert.Equal([0xFF, 0xD8], (await photo.Content.ReadAsByteArrayAsync())[..2]);
    }

    [Fact]
    public async Task What_is_no_picture_or_too_large_or_one_too_many_is_refused()
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        var id = Guid.NewGuid().ToString();
        Refused(400, "photo.not_picture", await Send(shopper, id, 1, Encoding.UTF8.GetBytes("<html>photo.jpg</html>")));
        Refused(413, "photo.too_large", await Send(shopper, id, 1, new byte[5 * 1024 * 1024 + 1]));
        Refused(400, "photo.number", await Send(shopper, id, 6, Pixel));
        Refused(400, "photo.number", await Send(shopper, id, 0, Pixel));
    }

    [Fact]
    public async Task Nobody_adds_to_the_return_of_another()
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2);
        var back = await shopper.SendBack("BOWL");
        await shopper.ReachReturn(back, "Requested");
        var stranger = new Shopper(shop);
        await stranger.Buy("BOWL");
        Refused(404, "return.unknown", await Send(stranger, back, 1, Pixel));

        // Before there is a return, each photo lies with its own order.
        var early = Guid.NewGuid().ToString();
        await Send(shopper, early, 1, Pixel);
        await Send(stranger, early, 2, Pixel);
        await shop.Send(HttpMethod.Put, $"/api/returns/{early}", shopper.OrderToken, shopper.Back("BOWL"));
        await shopper.ReachReturn(early, "Requested");
        Assert.Equal([1], await Seen(early));
        Refused(404, "order.unknown", await Send(stranger, early, 1, Pixel, shopper.Order));
    }

    [Fact]
    public async Task A_photo_is_taken_only_where_a_return_could_be_and_an_order_has_enough_of_them_at_some_time()
    {
        await shop.Receive("BOWL", 1, 40_000, "BGC");
        var early = new Shopper(shop);
        await early.FillToFetch("BOWL", "BGC");
        await early.Pay();
        await early.Reach("ReadyForPickup");
        Refused(409, "return.not_delivered", await Send(early, Guid.NewGuid().ToString(), 1, Pixel));

        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL");
        string[] ids = [.. Enumerable.Range(0, Photo.MostOfOrder / Photo.Most).Select(_ => Guid.NewGuid().ToString())];
        for (int at = 0; at < Photo.MostOfOrder; at++)
        {
            var (status, answer) = await Send(shopper, ids[at / Photo.Most], 1 + at % Photo.Most, Pixel);
            Assert.True(status == HttpStatusCode.Created, $"{at}: {answer}");
        }

        Refused(409, "photo.too_many", await Send(shopper, Guid.NewGuid().ToString(), 1, Pixel));
    }

    [Fact]
    public async Task A_photo_that_no_return_has_claimed_is_gone_after_a_day()
    {
        var shopper = new Shopper(shop);
        await shopper.Buy("BOWL", quantity: 2);
        var (claimed, forgotten) = (Guid.NewGuid().ToString(), Guid.NewGuid().ToString());
        await Send(shopper, claimed, 1, Pixel);
        await Send(shopper, forgotten, 1, Pixel);
        await shop.Send(HttpMethod.Put, $"/api/returns/{claimed}", shopper.OrderToken, shopper.Back("BOWL"));
        await shopper.ReachReturn(claimed, "Requested");
        var photos = shop.Services.GetRequiredService<ReturnPhotos>();
        Assert.Equal([1], await photos.List(new(forgotten), new(shopper.Order), default));

        await photos.Sweep(DateTimeOffset.UtcNow.AddMinutes(-5), (_, _) => Task.FromResult(false), default);
        Assert.Equal([1], await photos.List(new(forgotten), new(shopper.Order), default));
        await new Housekeeping(
            shop.Services.GetRequiredService<TableStore>(), photos, new Tomorrow(),
            NullLogger<Housekeeping>.Instance).SweepPhotos(new(), default);

        Assert.Empty(await photos.List(new(forgotten), new(shopper.Order), default));
        Assert.Equal([1], await photos.List(new(claimed), new(shopper.Order), default));
    }

    private sealed class Tomorrow : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow.AddDays(1).AddMinutes(1);
    }

    private async Task<IEnumerable<int>> Seen(string back) =>
        (await shop.Staff(HttpMethod.Get, $"returns/{back}"))["photos"]!.AsArray()
            .Select(number => number!.GetValue<int>());

    private async Task<(HttpStatusCode Status, JsonNode? Answer)> Send(
        Shopper shopper, string id, int number, byte[] bytes, string? order = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Put, $"/api/returns/{id}/photos/{number}?order={order ?? shopper.Order}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", shopper.OrderToken);
        request.Content = new ByteArrayContent(bytes);
        using var response = await shop.Client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    private static void Refused(int status, string code, (HttpStatusCode Status, JsonNode? Answer) came)
    {
        Assert.Equal(status, (int)came.Status);
        Assert.Equal(code, came.Answer!["code"]!.GetValue<string>());
    }
}
