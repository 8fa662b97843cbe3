using System.Collections.Immutable;

namespace Serverless.Commerce;

/// <summary>What a customer said about one purpose: agreed to which text, when and where; or withdrew it.</summary>
/// <remarks>
/// Consent is freely given, specific, informed and evidenced (Philippine Data Privacy Act of 2012, section 3(b)); the
/// shop must be able to show it, and withdrawing is as easy as giving (GDPR, article 7(1) and (3)).
/// </remarks>
/// <param name="TextVersion">Which text she was shown.</param>
/// <param name="Source">
/// Where she said it: <c>account</c>, <c>checkout</c>, <c>link</c> or <c>objection</c>.
/// </param>
public sealed record Consent(string Purpose, bool Given, string TextVersion, DateTimeOffset At, string Source);

/// <summary>What customers are asked, in the words that they are shown.</summary>
/// <param name="UnlessObjected">
/// Whether it is done until she objects (GDPR, article 21(1)) rather than only after she agreed (article 6(1)(a)).
/// </param>
/// <param name="Ended">What she is told when it has ended.</param>
public sealed record ConsentText(string Purpose, string Version, string Text, bool UnlessObjected, string Ended)
{
    public const string Marketing = "marketing-email";
    public const string Recommendations = "recommendations";
    public const string Tiers = "tiers";

    /// <summary>All purposes; a text that changes gets a new version, and is asked about again.</summary>
    public static readonly ImmutableArray<ConsentText> All =
    [
        new(Marketing, "2026-11",
            "Send me offers, news and notices about my points by e-mail. I can stop this at any time, with the link in "
            + "every such mail or in my account.", UnlessObjected: false,
            "No more offers, news and notices about points are sent. Letters about your orders still are."),
        new(Recommendations, "2026-11",
            "Count my orders, without my name, when working out what is often bought together. I can object at any "
            + "time in my account.", UnlessObjected: true,
            "Your orders are no longer counted. What was counted before are numbers without you."),
        new(Tiers, "2026-11",
            "Add up what I spend in a year, so that more of it earns more points. I can object at any time in my "
            + "account.", UnlessObjected: true,
            "What you spend is no longer added up: each order earns points as for everybody."),
    ];

    public static ConsentText? Of(string purpose) => All.FirstOrDefault(text => text.Purpose == purpose);
}
