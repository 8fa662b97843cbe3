namespace Serverless.Adapters;

/// <summary>Which Stripe account the shop uses, and where Stripe is.</summary>
/// <param name="WebhookSecret">Several, with commas, while a secret is being changed.</param>
/// <param name="PublishableKey">Known to browsers, which make tokens of cards with it.</param>
/// <param name="ApiBase">Without a slash at the end: <c>https://api.stripe.com</c>, or a sandbox.</param>
/// <param name="ScriptUrl">Where browsers load Stripe's script from: <c>https://js.stripe.com/v3/</c>.</param>
public sealed record StripeOptions(
    string SecretKey, string WebhookSecret, string PublishableKey, string ApiBase, string ScriptUrl)
{
    /// <summary>After this an attempt counts as an outage; short, since the process tries again by itself.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(10);
}
