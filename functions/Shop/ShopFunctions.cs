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
            policy.Currencies,
            policy.Home,
            Countries = policy.Countries.Select(country => new
            {
                country.Code,
                country.Name,
                DialCode = PhoneNumber.DialCodeOf(country.Code),
                Address = country.Addresses.Parts,
                country.Addresses.Postcode,
                PostcodeExample = country.Addresses.Example,
                Shipping = Methods(country.Code, currency),
            }),
            Shipping = Methods(policy.Home, currency),
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

    private IEnumerable<object> Methods(string country, Currency currency) =>
        policy.MethodsFor(country).Select(method => new
        {
            method.Method,
            method.Name,
            Price = method.Prices.FirstOrDefault(price => price.Currency == currency),
            FreeFrom = method.FreeFrom.Cast<Money?>().FirstOrDefault(free => free!.Value.Currency == currency),
            method.Prices,
        });
}
