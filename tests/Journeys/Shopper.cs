using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>One shopper with her cart, her card and her tokens; uses nothing but the public API.</summary>
public sealed class Shopper(IShop shop, Person? person = null)
{
    private readonly Person home = person ?? Person.Maria;
    private readonly Person abroad = person ?? Person.Sam;

    public const string GoodCard = "4242424242424242";
    public const string DeclinedCard = "4000000000000002";
    public const string SecureCard = "4000002500003155";

    public string Cart { get; } = Guid.NewGuid().ToString();

    public string CartToken { get; private set; } = "";

    public string Order { get; private set; } = "";

    public string OrderToken { get; private set; } = "";

    /// <summary>Fills a cart and says where it goes.</summary>
    public async Task<JsonNode> Fill(string sku, int quantity = 1, string currency = "PHP", string? postcode = null)
    {
        var opened = await Ok(HttpMethod.Put, $"/api/carts/{Cart}", null, new { currency });
        CartToken = opened["token"]!.GetValue<string>();
        await Ok(HttpMethod.Put, $"/api/carts/{Cart}/lines/{sku}", CartToken, new { quantity });
        return await Ok(HttpMethod.Put, $"/api/carts/{Cart}/delivery", CartToken, new
        {
            email = home.Email,
            method = "standard",
            address = home.At("PH", postcode ?? home.Postcode, home.Phone),
        });
    }

    /// <summary>Wants it brought another way, to the same door.</summary>
    public async Task<JsonNode> Choose(string method)
    {
        var (status, answer) = await TryToChoose(method);
        Assert.True(status == HttpStatusCode.OK, $"{method}: {status} {answer}");
        return answer!;
    }

    /// <summary>The same, which the shop may refuse.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Answer)> TryToChoose(string method)
    {
        var delivery = (await LookAtCart())["delivery"]!;
        return await shop.Send(HttpMethod.Put, $"/api/carts/{Cart}/delivery", CartToken, new
        {
            email = home.Email,
            method,
            address = delivery["address"]!.DeepClone(),
        });
    }

    /// <summary>Wants so many of something.</summary>
    public Task<JsonNode> Put(string sku, int quantity) =>
        Ok(HttpMethod.Put, $"/api/carts/{Cart}/lines/{sku}", CartToken, new { quantity });

    /// <summary>Fills a cart that goes abroad; answers how it then looks.</summary>
    public async Task<JsonNode> FillAbroad(
        string sku, string country, string terms = "Ddp", int quantity = 1, string? place = null)
    {
        await Fill(sku, quantity);
        var (postcode, phone) = country switch
        {
            "AU" => ("2000", "+61 2 9876 5432"),
            "DE" => ("10115", "+49 30 1234567"),
            "JP" => ("100-0001", "+81 3 1234 5678"),
            _ => ("94105", "+1 415 555 0100"),
        };
        return await Ok(HttpMethod.Put, $"/api/carts/{Cart}/delivery", CartToken, new
        {
            email = abroad.Email,
            method = "standard",
            terms,
            address = abroad.At(country, place ?? postcode, phone),
        });
    }

    /// <summary>How the cart looks now.</summary>
    public Task<JsonNode> LookAtCart() => Ok(HttpMethod.Get, $"/api/carts/{Cart}", CartToken);

    /// <summary>Waits until the cart's line has this problem, or none: stock is known after a moment.</summary>
    public Task SeesProblem(string? code) => shop.Until(
        async () => (await LookAtCart())["lines"]![0]!["problem"]?["code"]?.GetValue<string>() == code,
        () => code ?? "no problem");

    /// <summary>Fills a cart with what she will fetch in a store.</summary>
    public async Task<JsonNode> FillToFetch(string sku, string store, int quantity = 1)
    {
        await Fill(sku, quantity);
        return await Fetch(store);
    }

    /// <summary>Says that she comes for it.</summary>
    public Task<JsonNode> Fetch(string store) => Ok(
        HttpMethod.Put, $"/api/carts/{Cart}/delivery", CartToken,
        new { email = home.Email, method = "pickup", store, name = home.Name });

    /// <summary>Pays for the cart; answers what the shop said at once.</summary>
    /// <param name="card">The number of a test card.</param>
    /// <param name="total">What she was shown; by default what the cart shows now.</param>
    /// <param name="credit">How much store credit pays.</param>
    /// <param name="account">Who is signed in.</param>
    /// <param name="rates">The rate sheet that she was shown; by default what the cart shows now.</param>
    public async Task<(HttpStatusCode Status, JsonNode? Answer)> Pay(
        string card = GoodCard, JsonNode? total = null, long? credit = null, Account? account = null,
        string? rates = null) => await PayWith(await Tokenise(card), total, credit, account, rates);

    /// <summary>Pays with a card that the provider knows already.</summary>
    public async Task<(HttpStatusCode Status, JsonNode? Answer)> PayWith(
        string? method, JsonNode? total = null, long? credit = null, Account? account = null, string? rates = null)
    {
        var cart = await Ok(HttpMethod.Get, $"/api/carts/{Cart}", CartToken);
        Order = Guid.NewGuid().ToString();
        var ask = new
        {
            cart = Cart,
            paymentMethod = method,
            total = total ?? cart["total"]!.DeepClone(),
            credit = credit is null ? null : new { amount = credit, currency = "PHP" },
            rates = rates ?? cart["landed"]?["sheet"]?.GetValue<string>(),
        };
        var answer = await shop.Send(
            HttpMethod.Put, $"/api/orders/{Order}", CartToken, ask, ("X-Customer-Token", account?.Token));
        OrderToken = answer.Answer?["token"]?.GetValue<string>() ?? "";
        return answer;
    }

    /// <summary>Fills, pays and waits until the order stands so.</summary>
    public async Task<JsonNode> Buy(string sku, int quantity = 1, string card = GoodCard, string until = "Delivered")
    {
        await Fill(sku, quantity);
        var (status, answer) = await Pay(card);
        Assert.True(status == HttpStatusCode.Accepted, $"{status}: {answer}");
        return await Reach(until);
    }

    /// <summary>Waits until the order has a status.</summary>
    public async Task<JsonNode> Reach(params string[] statuses)
    {
        JsonNode? order = null;
        string? Now() => order?["status"]?.GetValue<string>();
        await shop.Until(
            async () =>
            {
                order = (await shop.Send(HttpMethod.Get, $"/api/orders/{Order}", OrderToken)).Answer;
                return statuses.Contains(Now());
            },
            () => $"an order {string.Join(" or ", statuses)}; it is {Now()} {order?["reason"]} {order?["attention"]}");
        return order!;
    }

    public Task<JsonNode> Look() => Ok(HttpMethod.Get, $"/api/orders/{Order}", OrderToken);

    /// <summary>Goes on with the order that came of an exchange, until it stands so.</summary>
    public async Task<JsonNode> Follow(JsonNode exchange, string until)
    {
        var (order, token) = (Order, OrderToken);
        (Order, OrderToken) = (exchange["order"]!.GetValue<string>(), exchange["token"]!.GetValue<string>());
        var reached = await Reach(until);
        (Order, OrderToken) = (order, token);
        return reached;
    }

    /// <summary>On what terms the first line of her order could come back.</summary>
    public async Task<JsonNode> Offers() =>
        (await Ok(HttpMethod.Get, $"/api/orders/{Order}/returnable", OrderToken))["lines"]![0]!;

    /// <summary>Asks to send something back; answers the return's id.</summary>
    public async Task<string> SendBack(
        string sku, int quantity = 1, string reason = "WrongSize", string remedy = "Refund", string? store = null)
    {
        var (id, status, answer) = await AskBack(Back(sku, quantity, reason, remedy, store));
        Assert.True(status == HttpStatusCode.Accepted, $"{status}: {answer}");
        return id;
    }

    /// <summary>Asks for a return as it is written; answers what the shop said at once.</summary>
    public async Task<(string Id, HttpStatusCode Status, JsonNode? Answer)> AskBack(object ask)
    {
        var id = Guid.NewGuid().ToString();
        var (status, answer) = await shop.Send(HttpMethod.Put, $"/api/returns/{id}", OrderToken, ask);
        return (id, status, answer);
    }

    /// <summary>What is written to ask for a return.</summary>
    public object Back(
        string sku, int quantity = 1, string reason = "WrongSize", string remedy = "Refund", string? store = null) =>
        new { order = Order, lines = new[] { new { sku, quantity, reason } }, remedy, store };

    /// <summary>Waits until a return has a status.</summary>
    public async Task<JsonNode> ReachReturn(string id, string status)
    {
        JsonNode? back = null;
        await shop.Until(
            async () =>
            {
                back = (await shop.Send(HttpMethod.Get, $"/api/returns/{id}", OrderToken)).Answer;

                // Until it is opened, its process answers for it: version 0.
                return back?["status"]?.GetValue<string>() == status && back["version"]!.GetValue<long>() > 0;
            }, () => $"a return {status}; it is {back}");
        return back!;
    }

    /// <summary>Gives the card to the payment provider, as her browser does; the shop sees the token only.</summary>
    public async Task<string> Tokenise(string card)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{shop.Sandbox.Address}/v1/payment_methods");
        request.Headers.Authorization = new("Bearer", "pk_test_sandbox");
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["type"] = "card",
            ["card[number]"] = card,
            ["card[exp_month]"] = "12",
            ["card[exp_year]"] = "2031",
            ["card[cvc]"] = "123",
        });
        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>();
        return answer!["id"]!.GetValue<string>();
    }

    private async Task<JsonNode> Ok(HttpMethod method, string path, string? token, object? body = null)
    {
        var (status, answer) = await shop.Send(method, path, token, body);
        Assert.True((int)status < 300, $"{method} {path}: {status} {answer}");
        return answer!;
    }
}
