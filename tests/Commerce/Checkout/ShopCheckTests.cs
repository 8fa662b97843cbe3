using System.Collections.Immutable;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>Settings that contradict themselves are refused, each fault by its path and with what to do.</summary>
public sealed class ShopCheckTests
{
    private static readonly ReturnPolicy Back = Policy.Returns;
    private static readonly PointPolicy Loyal = Policy.Points;
    private static readonly Location Warehouse = Policy.Locations[0];
    private static readonly OpeningHours Hours = new("Mon-Fri", "09:00", "18:00");

    private static readonly (string Path, ShopPolicy Policy)[] General =
    [
        ("name", Policy with { Name = " " }),
        ("tagline", Policy with { Tagline = "Two\nlines" }),
        ("vatPercent", Policy with { VatPercent = 0 }),
        ("seller.code", Policy with { Seller = Seller with { Code = "likha" } }),
        ("seller.taxNumber", Policy with { Seller = Seller with { TaxNumber = "" } }),
        ("seller.zone", Policy with { Seller = Seller with { Zone = "Asia/Atlantis" } }),
        ("currencies", Policy with { Currencies = [] }),
        ("currencies[1]", Policy with { Currencies = [Currency.Php, Currency.Php] }),
        ("smallestPayments[0].amount", Policy with { SmallestPayments = [Php(-1)] }),
        ("smallestPayments", Policy with { Currencies = [.. Policy.Currencies, Currency.Parse("EUR")] }),
        ("seller.phone", Policy with { Seller = Seller with { Phone = "8123" } }),
        ("home", Policy with { Home = "XX" }),
        ("home", Policy with { Home = "FR" }),
    ];

    private static readonly (string Path, ShopPolicy Policy)[] Delivered =
    [
        ("countries", Policy with { Countries = [] }),
        ("countries", Policy with { Countries = Policy.Countries.RemoveAt(0) }),
        ("countries", Policy with { Countries = [.. Many(201, at => new Country("AU", $"{at}", "far-away"))] }),
        ("countries[1].code", Country(new("ZZ", "Nowhere", "far-away"))),
        ("countries[1].code", Country(new("PH", "Philippines again", "luzon"))),
        ("countries[1].name", Country(new("AU", "", "far-away"))),
        ("countries[1].zone", Country(new("AU", "Australia", "the-moon"))),
        ("countries[1].zone", Policy with
        {
            DeliveryMethods = Policy.DeliveryMethods.RemoveAll(one => one.Zone == "asia-pacific"),
        }),
        ("zones[0].code", Zone(new("Metro Manila", "Metro Manila", ["Metro Manila"]))),
        ("zones[0].code", Policy with
        {
            DeliveryMethods = Policy.DeliveryMethods.RemoveAll(one => one.Zone == "metro-manila"),
        }),
        ("zones[0]", Zone(new("empty", "Empty", []))),
        ("zones[0].name", Zone(new("metro-manila", "", ["Metro Manila"]))),
        ("zones[0].provinces[0]", Zone(new("metro-manila", "Metro Manila", ["Bavaria"]))),
        ("zones[1].provinces[38]", Policy with
        {
            Zones = Policy.Zones.SetItem(1, Policy.Zones[1] with
            {
                Provinces = Policy.Zones[1].Provinces.Add("NCR"),
            }),
        }),
        ("zones[6].code", Policy with { Zones = Policy.Zones.Add(Policy.Zones[1]) }),
        ("deliveryMethods[0].zone", Method(Policy.DeliveryMethods[0] with { Zone = "the-moon" })),
        ("deliveryMethods[0].method", Method(Policy.DeliveryMethods[0] with { Method = "balloon" })),
        ("deliveryMethods[0].name", Method(Policy.DeliveryMethods[0] with { Name = "" })),
        ("deliveryMethods[0].prices", Method(Policy.DeliveryMethods[0] with { Prices = [Php(1)] })),
        ("deliveryMethods[0].prices[0].amount", Method(Policy.DeliveryMethods[0] with { Prices = [Php(-1), Usd(1)] })),
        ("deliveryMethods[0].freeFrom[1]", Method(Policy.DeliveryMethods[0] with { FreeFrom = [Php(1), Php(2)] })),
        ("deliveryMethods[0].steps", Method(Policy.DeliveryMethods[0] with { Pricing = DeliveryPricing.ByWeight })),
        ("deliveryMethods[0].steps[1].upToGrams", Steps(
            new WeightStep(500, [Php(1), Usd(1)]), new WeightStep(500, [Php(2), Usd(2)]))),
        ("deliveryMethods[0].steps[0].prices", Steps(new WeightStep(500, [Php(1)]))),
        ("deliveryMethods[8].pricing", Policy with
        {
            DeliveryMethods = Policy.DeliveryMethods.SetItem(8, Policy.DeliveryMethods[8] with
            {
                Pricing = DeliveryPricing.Courier,
            }),
        }),
        ("deliveryMethods[5].prices", Policy with { Currencies = Policy.Currencies.Add(Currency.Parse("EUR")) }),
        ("deliveryMethods[12]", Policy with
        {
            DeliveryMethods = Policy.DeliveryMethods.Add(Policy.DeliveryMethods[0]),
        }),
        ("deliveryMethods", Policy with { DeliveryMethods = [.. Many(51, _ => Policy.DeliveryMethods[0])] }),
    ];

    private static readonly (string Path, ShopPolicy Policy)[] Places =
    [
        ("locations", Policy with { Locations = [] }),
        ("locations", Policy with { Locations = [.. Many(51, _ => Warehouse)] }),
        ("sourcing", Policy with { Locations = [.. Many(16, at => Warehouse with { Code = $"W{at}" })] }),
        ("locations[1].code", Policy with { Locations = [Warehouse, Warehouse] }),
        ("locations[0].code", Place(Warehouse with { Code = "m" })),
        ("locations[0].priority", Place(Warehouse with { Priority = 0 })),
        ("locations[0].address.country", At(Warehouse.Address with { Country = "AU" })),
        ("locations[0].address.city", At(Warehouse.Address with { City = "" })),
        ("locations[0].address.postcode", At(Warehouse.Address with { Postcode = "A1" })),
        ("locations[0].address.province", At(Warehouse.Address with { Province = "Bavaria", City = "Munich" })),
        ("locations[0].address.phone", At(Warehouse.Address with { Phone = "8123" })),
        ("locations[0].hours[0].days", Place(Warehouse with { Hours = [Hours with { Days = "Fri-Mon" }] })),
        ("locations[0].hours[0]", Place(Warehouse with { Hours = [Hours with { Closes = "09:00" }] })),
        ("locations[0].hours[1]", Place(Warehouse with { Hours = [Hours, new("Fri,Sat", "17:00", "24:00")] })),
    ];

    private static readonly (string Path, ShopPolicy Policy)[] Terms =
    [
        ("returns.dropOff[0]", Policy with { Returns = Back with { DropOff = ["MNL"] } }),
        ("returns.exchangeIn[0]", Policy with { Returns = Back with { ExchangeIn = ["FR"] } }),
        ("returns.labelPrices", Policy with { Returns = Back with { LabelPrices = [Php(1)] } }),
        ("returns.labelPrices", Rules(new ReturnRule("hers", ReturnKind.Free) { WayBack = Payer.Shopper })),
        ("returns.rules[0].feePercent", Rules(new ReturnRule("free", ReturnKind.Free) { FeePercent = 5 })),
        ("returns.rules[0].country", Rules(new ReturnRule("French", ReturnKind.Free) { Country = "FR" })),
        ("returns.rules[0].hsPrefix", Rules(new ReturnRule("goods", ReturnKind.Free) { HsPrefix = "A" })),
        ("returns.rules[1].name", Rules(
            new ReturnRule("one", ReturnKind.Free), new ReturnRule("One", ReturnKind.Free))),
        ("returns.window", Policy with { Returns = Back with { Window = TimeSpan.FromDays(-1) } }),
        ("points.onePays", Policy with { Points = Loyal with { OnePays = [Php(100)] } }),
        ("points.oneCosts", Policy with { Points = Loyal with { OneCosts = [] } }),
        ("points.tiers", Policy with { Points = Loyal with { OnePays = [], OneCosts = [] } }),
        ("points.tiers[2].from", Policy with
        {
            Points = Loyal with { Tiers = Loyal.Tiers.SetItem(2, Loyal.Tiers[1] with { Name = "Gold" }) },
        }),
        ("points.tiers[0].from", Policy with { Points = Loyal with { Tiers = [new("First", Php(1), 100)] } }),
        ("points.tiers[0].from", Policy with { Points = Loyal with { Tiers = [new("First", Usd(0), 100)] } }),
        ("points.maxPercent", Policy with { Points = Loyal with { MaxPercent = 101 } }),
        ("purchasing.leastDays", Policy with { Purchasing = new() { LeastDays = 31 } }),
    ];

    private static readonly (string Path, ShopPolicy Policy)[] Times =
    [
        ("holdGrace", Policy with { HoldGrace = TimeSpan.Zero }),
        ("holdTime", Policy with { HoldTime = TimeSpan.FromHours(1) }),
        ("stuckTime", Policy with { StuckTime = TimeSpan.FromMinutes(5) }),
        ("pickupTime", Policy with { PickupGrace = TimeSpan.FromDays(3) }),
        ("clearanceGlance", Policy with { ClearanceGlance = TimeSpan.FromDays(6) }),
        ("cartLife", Policy with { CartLife = TimeSpan.FromSeconds(1) }),
        ("quoteLife", Policy with { QuoteLife = TimeSpan.FromDays(2) }),
        ("retention.carts", Policy with { Retention = new() { Carts = TimeSpan.Zero } }),
        ("returns.reviewTime", Policy with { Returns = Back with { ReviewTime = TimeSpan.MaxValue } }),
    ];

    [Fact]
    public void The_demo_shop_is_without_fault() => Assert.Empty(ShopCheck.Of(Policy));

    [Fact]
    public void Every_contradiction_is_named_by_its_path_and_says_what_to_do() => Assert.All(
        General.Concat(Delivered).Concat(Places).Concat(Terms).Concat(Times), one =>
        {
            var faults = ShopCheck.Of(one.Policy);
            var fault = faults.FirstOrDefault(fault => fault.Name == one.Path);
            Assert.True(fault is not null, $"{one.Path} is not among {string.Join(", ", faults)}");
            Assert.EndsWith(".", fault.Message, StringComparison.Ordinal);
            Assert.Equal(faults.Count, faults.DistinctBy(known => known.Name).Count());
        });

    [Fact]
    public void All_of_them_are_named_at_once_in_a_shop_that_nobody_has_set_up()
    {
        Assert.Equal(
            [
                "name", "seller.code", "seller.name", "seller.taxNumber", "seller.address", "seller.email",
                "seller.phone", "currencies", "countries", "locations",
            ],
            ShopCheck.Of(ShopPolicy.Default).Select(fault => fault.Name));
        Assert.Equal("shop.not_open", ShopCheck.Closed(ShopPolicy.Default)?.Code);
        Assert.Null(ShopCheck.Closed(Policy));
    }

    [Fact]
    public void Who_is_not_registered_for_the_tax_needs_neither_rate_nor_number() => Assert.Empty(ShopCheck.Of(
        Policy with { Vat = VatStatus.NotRegistered, VatPercent = 0, Seller = Seller with { TaxNumber = "" } }));

    [Fact]
    public void Two_hundred_countries_and_fifty_methods_are_no_fault()
    {
        var zones = Many(25, at => new DeliveryZone($"zone-{at}", $"Zone {at}", [])).ToImmutableArray();
        var codes = AddressFormat.Countries.Where(code => code != "PH").Take(199).Prepend("PH");
        var large = Policy with
        {
            Zones = zones,
            Countries = [.. codes.Select((code, at) => new Country(code, $"Country {code}", zones[at % 25].Code))],
            DeliveryMethods =
            [
                .. zones.SelectMany(zone => DeliveryMethod.Known.Select(method =>
                    Policy.DeliveryMethods[0] with { Method = method, Zone = zone.Code })),
            ],
            Returns = Back with { Rules = [] },
        };
        Assert.Equal((200, 50), (large.Countries.Length, large.DeliveryMethods.Length));
        Assert.Empty(ShopCheck.Of(large));
    }

    private static IEnumerable<T> Many<T>(int count, Func<int, T> make) => Enumerable.Range(0, count).Select(make);

    private static ShopPolicy Country(Country country) =>
        Policy with { Countries = Policy.Countries.SetItem(1, country) };

    private static ShopPolicy Zone(DeliveryZone zone) => Policy with { Zones = Policy.Zones.SetItem(0, zone) };

    private static ShopPolicy Method(DeliveryMethod method) =>
        Policy with { DeliveryMethods = Policy.DeliveryMethods.SetItem(0, method) };

    private static ShopPolicy Steps(params WeightStep[] steps) => Method(
        Policy.DeliveryMethods[0] with { Pricing = DeliveryPricing.ByWeight, Steps = [.. steps] });

    private static ShopPolicy Place(Location place) => Policy with { Locations = Policy.Locations.SetItem(0, place) };

    private static ShopPolicy At(PlaceAddress address) => Place(Warehouse with { Address = address });

    private static ShopPolicy Rules(params ReturnRule[] rules) =>
        Policy with { Returns = Back with { Rules = [.. rules], LabelPrices = [] } };
}
