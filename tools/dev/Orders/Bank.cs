using System.Net;
using System.Text.RegularExpressions;

namespace Serverless.Dev;

/// <summary>Acts as the shopper at her bank's page (3-D Secure): reads its form and confirms.</summary>
internal static partial class Bank
{
    private const RegexOptions Loose = RegexOptions.Singleline | RegexOptions.IgnoreCase;

    public static async Task Confirm(ShopClient client, Uri page)
    {
        var html = await client.GetPage(page);
        foreach (Match form in Form().Matches(html))
        {
            var button = Button().Matches(form.Groups["inside"].Value)
                .FirstOrDefault(button => Says(button, "complete"));
            if (button is null) continue;
            var fields = Hidden().Matches(form.Groups["inside"].Value)
                .Select(match => match.Value).Append(button.Groups["attributes"].Value)
                .Where(tag => Attribute(tag, "name") is not null)
                .ToDictionary(tag => Attribute(tag, "name")!, tag => Attribute(tag, "value") ?? "");
            var target = Attribute(form.Groups["attributes"].Value, "action") is { Length: > 0 } action
                ? new Uri(page, action)
                : page;
            (await client.PostForm(target, fields, key: null)).Dispose();
            return;
        }
        // Confirmed already, by an answer that got lost on its way back to us.
        if (html.Contains("data-state=\"done\"", StringComparison.Ordinal)) return;
        throw new RefusedException("bank.page", $"The bank's page at {page} has no button to complete the payment.");
    }

    private static bool Says(Match button, string word) =>
        button.Groups["text"].Value.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string? Attribute(string tag, string name)
    {
        var match = Regex.Match(tag, $"""(?<![\w-]){name}\s*=\s*"([^"]*)" """.TrimEnd(), RegexOptions.IgnoreCase);
        return match.Success ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;
    }

    [GeneratedRegex("<form(?<attributes>[^>]*)>(?<inside>.*?)</form>", Loose)]
    private static partial Regex Form();

    [GeneratedRegex("<button(?<attributes>[^>]*)>(?<text>.*?)</button>", Loose)]
    private static partial Regex Button();

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex Hidden();
}
