using System.Security.Cryptography;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

public sealed class TextSealTests
{
    private const string Old = "an-old-key-of-thirty-two-characters-or-more";
    private const string New = "a-new-key-of-thirty-two-characters-or-more.";
    private static readonly Profile Ana = new("ana@example.ph", "Ana Cruz", "+63 917 123 4567");

    [Fact]
    public void What_is_sealed_can_be_opened_and_not_be_read()
    {
        var seal = new TextSeal(Old);
        var sealedText = seal.Seal("customer-1", Ana);
        Assert.Equal(Ana, seal.Open<Profile>("customer-1", sealedText));
        var bytes = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(sealedText.Text));
        Assert.DoesNotContain("Ana", bytes, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_same_text_is_sealed_differently_every_time()
    {
        var seal = new TextSeal(Old);
        Assert.NotEqual(seal.Seal("customer-1", Ana), seal.Seal("customer-1", Ana));
    }

    [Fact]
    public void What_was_sealed_for_one_is_not_opened_for_another()
    {
        var seal = new TextSeal(Old);
        var sealedText = seal.Seal("customer-1", Ana);
        Assert.ThrowsAny<CryptographicException>(() => seal.Open<Profile>("customer-2", sealedText));
    }

    [Fact]
    public void What_was_changed_is_not_opened()
    {
        var seal = new TextSeal(Old);
        var sealedText = seal.Seal("customer-1", Ana);
        byte[] box = Convert.FromBase64String(sealedText.Text);
        for (int at = 0; at < box.Length; at++)
        {
            byte[] changed = [.. box];
            changed[at] ^= 1;
            var text = sealedText with { Text = Convert.ToBase64String(changed) };
            Assert.ThrowsAny<CryptographicException>(() => seal.Open<Profile>("customer-1", text));
        }
    }

    [Fact]
    public void A_new_key_seals_and_the_old_one_still_opens()
    {
        var before = new TextSeal(Old).Seal("customer-1", Ana);
        var both = new TextSeal($"{New}, {Old}");
        Assert.Equal(Ana, both.Open<Profile>("customer-1", before));
        var after = both.Seal("customer-1", Ana);
        Assert.NotEqual(before.Key, after.Key);
        Assert.Equal(Ana, new TextSeal(New).Open<Profile>("customer-1", after));
    }

    [Fact]
    public void A_key_that_is_gone_is_named_and_a_short_one_is_not_taken()
    {
        var before = new TextSeal(Old).Seal("customer-1", Ana);
        var fault = Assert.Throws<KeyUnknownException>(() => new TextSeal(New).Open<Profile>("c", before));
        Assert.Contains(before.Key, fault.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => new TextSeal("short"));
    }
}
