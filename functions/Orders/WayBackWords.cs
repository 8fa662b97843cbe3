using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>For how long the things of an order may come back, in words, by the rule that decides it then.</summary>
public sealed class WayBackWords(ShopPolicy policy)
{
    /// <summary>A sentence for each reason; things on other terms have one of their own.</summary>
    public IEnumerable<string> Of(Order order)
    {
        var country = order.Delivery.Address.Country;
        var groups = order.Lines
            .GroupBy(line => policy.Returns.PromiseOf(line.Category, line.Product, line.HsCode, country)).ToList();
        foreach (var group in groups)
        {
            string what = groups.Count == 1 ? "" : $"{string.Join(", ", group.Select(line => line.FullName))}: ";
            yield return $"{what}{Usual(group.Key)} {Fault(group.Key)}";
        }

        yield return "Days are counted from the day after all of it has arrived, and the last one is whole.";
    }

    private static string Usual(ReturnPromise promise) => promise.Kind switch
    {
        ReturnKind.Free => $"Changed your mind? Send it back within {promise.Days} days.",
        ReturnKind.RestockingFee =>
            $"Changed your mind? Send it back within {promise.Days} days; we keep {promise.FeePercent} % of its price.",
        ReturnKind.ExchangeOnly =>
            $"Changed your mind? Send it back within {promise.Days} days, for something else or as credit.",
        ReturnKind.NonReturnable => "This cannot be sent back because you changed your mind.",
    };

    private static string Fault(ReturnPromise promise) =>
        $"Something wrong with it? Tell us within {promise.FaultDays} days.";
}
