using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Ways of delivery as a page shows them before it is known what weighs how much and goes where.</summary>
public static class DeliveryViews
{
    /// <summary>Each way once, at its least price.</summary>
    public static IEnumerable<DeliveryView> Of(IEnumerable<DeliveryMethod> methods, Currency currency) =>
        methods.GroupBy(method => method.Method).Select(same =>
        {
            var prices = same.Select(method => LeastOf(method, currency)).ToList();
            var least = same.Zip(prices).OrderBy(one => one.Second is null).ThenBy(one => one.Second).First().First;
            bool isOne = prices.Distinct().Count() == 1 && same.All(one => one.Pricing == DeliveryPricing.Fixed);
            return new DeliveryView(
                same.Key, least.Name, prices.Min(), !isOne, least.Pricing, In(least.FreeFrom, currency), least.Prices);
        });

    private static Money? LeastOf(DeliveryMethod method, Currency currency) => In(
        method.Pricing == DeliveryPricing.ByWeight ? method.Steps.FirstOrDefault()?.Prices ?? [] : method.Prices,
        currency);

    private static Money? In(IEnumerable<Money> amounts, Currency currency) =>
        amounts.Cast<Money?>().FirstOrDefault(amount => amount!.Value.Currency == currency);
}

/// <summary>A way of delivery before anything is chosen.</summary>
/// <param name="Price">The least; null where the courier says it for each parcel.</param>
/// <param name="From">Whether it may cost more: by weight, or elsewhere.</param>
/// <param name="FreeFrom">The subtotal from which it costs nothing; null where there is none.</param>
public sealed record DeliveryView(
    string Method, string Name, Money? Price, bool From, DeliveryPricing Pricing, Money? FreeFrom,
    IReadOnlyList<Money> Prices);
