using System.Net;
using System.Text.Json.Nodes;

namespace Serverless.Tests.Journeys;

/// <summary>Where parcels go, as shoppers write it at the checkout.</summary>
public sealed class AddressTests(OpenShop open) : IClassFixture<OpenShop>
{
    private readonly TestShop shop = open.Shop;

    [Theory]
    [InlineData("PH", "city province", null)]
    [InlineData("PH", "city", "address.province")]
    [InlineData("DE", "city postcode", null)]
    [InlineData("DE", "city", "address.postcode")]
    [InlineData("JP", "province postcode", null)]
    [InlineData("JP", "city postcode", "address.province")]
    [InlineData("US", "city postcode", "address.province")]
    [InlineData("AU", "city province postcode", null)]
    public async Task An_address_has_the_parts_that_its_country_asks_for(string country, string given, string? lacks)
    {
        var (status, answer) = await Deliver(Somewhere(country, given.Split(' ')));
        Assert.Equal(lacks is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, status);
        var names = answer["fields"]?.AsArray().Select(field => field!["name"]!.GetValue<string>());
        Assert.Equal(lacks is null ? null : [lacks], names);
    }

    [Fact]
    public async Task The_site_is_told_by_the_same_table_what_to_ask()
    {
        var (_, settings) = await shop.Send(HttpMethod.Get, "/api/shop", null);
        var germany = settings!["countries"]!.AsArray().First(country => country!["code"]!.GetValue<string>() == "DE")!;
        Assert.Equal(
            ["line1", "line2", "postcode", "city"],
            germany["address"]!.AsArray().Select(part => part!["name"]!.GetValue<string>()));
        Assert.Equal("[0-9]{5}", germany["postcode"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("8123 4567 loc 12", "+63281234567", "12")]
    [InlineData("+49 (0)30 1234567", "+49301234567", null)]
    public async Task A_phone_is_kept_as_the_world_dials_it_with_its_extension_beside_it(
        string typed, string kept, string? extension)
    {
        var address = Somewhere("PH", ["city", "province"]);
        address["phone"] = typed;
        var (_, cart) = await Deliver(address);
        var stored = cart["delivery"]!["address"]!;
        Assert.Equal((kept, extension), (stored["phone"]!.GetValue<string>(), stored["phoneExtension"]?.ToString()));
        Assert.Null(cart["doubts"]);
    }

    [Fact]
    public async Task A_phone_that_no_plan_knows_is_asked_about_and_taken()
    {
        var address = Somewhere("PH", ["city", "province"]);
        address["phone"] = "0900 123 4567";
        var (status, cart) = await Deliver(address);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("address.phone", Assert.Single(cart["doubts"]!.AsArray())!["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_parcel_abroad_wants_Latin_letters_and_one_at_home_does_not()
    {
        var address = Somewhere("JP", ["province", "postcode"]);
        (address["name"], address["line1"], address["postcode"]) = ("山田 太郎", "千代田1-1", "〒１００－０００１");
        var (status, answer) = await Deliver(address);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(
            ["address.name", "address.line1"],
            answer["fields"]!.AsArray().Select(field => field!["name"]!.GetValue<string>()));
        Assert.Contains("Latin letters", answer["fields"]![0]!["message"]!.GetValue<string>());

        (address["name"], address["line1"]) = ("Yamada Tarō", "Chiyoda 1-1");
        (status, answer) = await Deliver(address);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("100-0001", answer["delivery"]!["address"]!["postcode"]!.GetValue<string>());

        var home = Somewhere("PH", ["city", "province"]);
        home["name"] = "山田 太郎";
        Assert.Equal(HttpStatusCode.OK, (await Deliver(home)).Status);
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> Deliver(JsonObject address)
    {
        var shopper = new Shopper(shop);
        await shopper.Fill("BOWL");
        var (status, answer) = await shop.Send(
            HttpMethod.Put, $"/api/carts/{shopper.Cart}/delivery", shopper.CartToken,
            new { email = "ana@example.com", method = "standard", address = address.DeepClone() });
        return (status, answer!);
    }

    private static JsonObject Somewhere(string country, string[] parts)
    {
        var address = new JsonObject
        {
            ["name"] = "Ana Cruz",
            ["line1"] = "1 Street",
            ["country"] = country,
            ["phone"] = "+63 917 123 4567",
        };
        foreach (var part in parts) address[part] = part == "postcode" ? Postcode(country) : "Taguig";
        return address;
    }

    private static string Postcode(string country) => country switch
    {
        "DE" => "10115",
        "JP" => "100-0001",
        "US" => "94105",
        _ => "2000",
    };
}
