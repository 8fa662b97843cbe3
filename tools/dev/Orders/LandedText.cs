namespace Serverless.Dev;

/// <summary>Says what a border asks, line by line, with the law that it comes from.</summary>
internal static class LandedText
{
    public static IEnumerable<string> Of(Landed landed)
    {
        foreach (var line in landed.Lines)
            yield return $"{line.Sku}, HS {line.HsCode}, customs value {line.CustomsValue}: "
                + $"duty {line.Duty} ({line.Basis}), tax {line.Tax}";
        foreach (var fee in landed.Fees) yield return $"{fee.Name}: {fee.Amount}";
        foreach (var need in landed.Documents) yield return $"{need.Sku} needs: {need.Document}. {need.Reason}";
        var paid = landed.Terms == "Ddp" ? $"paid now as {landed.Collected}" : "paid by whoever receives";
        yield return $"border of {landed.Country}: {landed.Total}, {paid}";
        yield return $"rules {landed.Rules} ({landed.Source}), rates {landed.Sheet}";
    }
}
