using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What a page needs to know before anything else.</summary>
public sealed class ShopFunctions(ShopPolicy policy, StripeOptions stripe)
{
    [Function("GetHealth")]
    public static IResult Health(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) =>
        Answers.Ok(new { status = "ok" });

    [Function("GetShop")]
    public IResult Shop([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "shop")] HttpRequest request)
    {
        if (CatalogQueries.Currency(request, policy).IsRefused(out var bad, out var currency))
            return Answers.Problem(bad);
        return Answers.Ok(new
        {
            policy.Name,
            policy.Tagline,
            IsOpen = ShopCheck.Closed(policy) is null,
            policy.Look,
            Seller = new
            {
                policy.Seller.Name,
                policy.Seller.Address,
                TaxNumber = policy.Seller.TaxNumber.Length > 0 ? policy.Seller.TaxNumber : null,
                policy.Seller.Email,
                policy.Seller.Phone,
                policy.Seller.Zone,
            },
            policy.Vat,
            VatPercent = policy.VatRate,
            policy.Currencies,
            policy.Home,
            Countries = policy.Countries.Select(country => Country(country, currency)),
            Zones = policy.Zones.Select(zone => new
            {
                zone.Code,
                zone.Name,
                Shipping = DeliveryViews.Of(policy.DeliveryMethods.Where(one => one.Zone == zone.Code), currency),
            }),
            Shipping = DeliveryViews.Of(policy.MethodsFor(policy.Home), currency),
            Stores = policy.Locations.Where(location => location.Kind == LocationKind.Store).Select(Store),
            Pages = policy.Texts.Pages.Select(page => new { page.Slug, page.Title }),
            ReturnDays = policy.Returns.PromiseOf("", "", "", policy.Home).Days,
            Payments = new
            {
                Provider = "stripe",
                stripe.PublishableKey,
                stripe.ScriptUrl,
                Smallest = policy.SmallestPayments,
            },
        });
    }

    private object Country(Country country, Currency currency) => new
    {
        country.Code,
        country.Name,
        country.Zone,
        DialCode = PhoneNumber.DialCodeOf(country.Code),
        Address = country.Addresses.Parts,
        country.Addresses.Postcode,
        PostcodeExample = country.Addresses.Example,
        Provinces = country.Code == policy.Home
            ? Provinces.Of(country.Code).Select(one => new
            {
                one.Name,
                Zone = policy.ZoneOf(country.Code, one.Name),
            })
            : [],
        Shipping = DeliveryViews.Of(policy.MethodsFor(country.Code), currency),
    };

    private static object Store(Location store) => new
    {
        store.Code,
        store.Address.Name,
        store.Address.ToAddress().Lines,
        store.Address.Phone,
        store.Hours,
    };
}
