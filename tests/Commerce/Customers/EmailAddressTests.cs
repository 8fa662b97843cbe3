using Serverless.Commerce;

namespace Serverless.Tests.Commerce;

/// <summary>Which addresses are one mailbox, and which only count as one for limits.</summary>
public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("ana@example.com", "ana@EXAMPLE.com")]
    [InlineData("ana@example.com", "ana@example.com.")]
    [InlineData("ana@example.com", " ana@example.com ")]
    [InlineData("ana.cruz@example.com", "\"ana.cruz\"@example.com")]
    [InlineData("eva@xn--bcher-kva.example", "eva@BÜCHER.example")]
    public void One_mailbox_however_it_is_written(string one, string other) =>
        Assert.Equal(EmailAddress.Identity(one), EmailAddress.Identity(other));

    [Theory]
    [InlineData("ana@example.com", "Ana@example.com")]
    [InlineData("ana@example.com", "ana+shop@example.com")]
    [InlineData("anacruz@example.com", "ana.cruz@example.com")]
    [InlineData("ana cruz@example.com", "\"ana cruz\"@example.com")]
    [InlineData("ana@example.com", "ana@example.org")]
    public void Two_mailboxes_for_all_that_we_may_know(string one, string other) =>
        Assert.NotEqual(EmailAddress.Identity(one), EmailAddress.Identity(other));

    [Theory]
    [InlineData("anacruz@example.com", "Ana.Cruz+shop+2@Example.com")]
    [InlineData("+1@example.com", "+1@EXAMPLE.com")]
    [InlineData("no address", "No Address")]
    public void Limits_count_what_most_hosts_take_for_one(string one, string other) =>
        Assert.Equal(EmailAddress.ForLimits(one), EmailAddress.ForLimits(other));

    [Fact]
    public void A_link_lives_at_least_as_long_as_any_wait_for_another_letter()
    {
        var now = new DateTimeOffset(2026, 11, 11, 0, 0, 0, TimeSpan.Zero);
        var id = new Id<CodeBudget>("someone");
        CodeBudget? budget = null;
        List<DateTimeOffset> mailed = [];
        for (int minute = 0; minute < 3 * 24 * 60; minute++)
        {
            var at = now.AddMinutes(minute);
            var asked = CodeBudget.Allow(budget, id, new($"{minute}"), fromHerDevice: false, at);
            if (asked.IsRefused(out _, out var next))
            {
                Assert.True(mailed[^1] + SignIn.LinkLife > at, $"At {at} no letter opens her account.");
                continue;
            }

            budget = next;
            mailed.Add(at);
        }

        Assert.InRange(mailed.Count(at => at < now.AddDays(1)), 20, 32);
        // Her own device waits for no stranger.
        Assert.Null(CodeBudget.Allow(budget, id, new("hers"), fromHerDevice: true, now.AddDays(3)).Refusal);
    }
}
