namespace Serverless.Tests.Tidy;

/// <summary>Consent is asked for in one place of the site, with the words that the shop sends.</summary>
public sealed class ConsentTests
{
    private const string Choice = "static-site/src/lib/components/ConsentChoice.svelte";
    private const string Account = "static-site/src/lib/account.svelte.ts";

    // What a purpose is called, which stands in the code once; and where its words begin.
    private const string Texts = "commerce/Customers/Consent.cs";

    private static IEnumerable<string> Site => Sources.Files.Where(file =>
        file.StartsWith("static-site/src/", StringComparison.Ordinal)
        && (file.EndsWith(".svelte", StringComparison.Ordinal) || file.EndsWith(".ts", StringComparison.Ordinal)));

    [Fact]
    public void One_component_asks_for_consent_and_has_no_words_of_its_own()
    {
        Assert.Equal([Choice], Saying("account.consent("));
        Assert.Equal([Account], Saying("api.consent("));
        Assert.Contains("{consent.text}", Sources.Read(Choice), StringComparison.Ordinal);
        Assert.Contains("textVersion", Sources.Read(Account), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_asked_where_she_signs_in_and_where_she_buys()
    {
        Assert.Equal(
            ["static-site/src/lib/components/ConsentAsk.svelte", "static-site/src/lib/components/Consents.svelte"],
            Saying("<ConsentChoice "));
        Assert.Equal(["static-site/src/routes/checkout/+page.svelte"], Saying("<ConsentAsk "));
        Assert.Equal(["static-site/src/routes/account/+page.svelte"], Saying("<Consents "));
    }

    [Fact]
    public void No_page_knows_the_words_or_a_purpose_by_itself()
    {
        var findings = new Findings("Show what the shop sends with each consent.");
        string[] lines = Sources.Lines(Texts);
        string[] purposes = [.. lines.Where(line => line.Contains("const string")).Select(line => line.Split('"')[1])];
        string[] words = [.. lines.Where(line => line.TrimStart().StartsWith('"')).Select(line => line.Split('"')[1])];
        Assert.True(purposes.Length >= 3 && words.Length >= 6, "Consent.cs is not read as it is written.");
        foreach (string file in Site)
        {
            string text = Sources.Read(file);
            // What is ended there is the purpose of the mail that led there; nothing is asked for.
            bool ends = file.StartsWith("static-site/src/routes/unsubscribe/", StringComparison.Ordinal);
            foreach (string one in purposes.Where(purpose => !ends && text.Contains($"'{purpose}'")))
                findings.Add(file, one);
            foreach (string one in words.Where(part => text.Contains(part.Trim(), StringComparison.Ordinal)))
                findings.Add(file, one);
        }

        findings.AssertNone();
    }

    private static IEnumerable<string> Saying(string text) =>
        Site.Where(file => Sources.Read(file).Contains(text, StringComparison.Ordinal));
}
