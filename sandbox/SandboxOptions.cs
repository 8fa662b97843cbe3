namespace Serverless.Sandbox;

/// <summary>How one sandbox is set up; each is also a setting <c>Sandbox__Name</c> of the process.</summary>
public sealed record SandboxOptions
{
    /// <summary>Where all of it answers over HTTP; 0 takes any free port.</summary>
    public int Port { get; init; } = 7090;

    /// <summary>Where mail is taken in; 0 takes any free port.</summary>
    public int SmtpPort { get; init; } = 7025;

    /// <summary>The shop's function app: webhooks go to it, and the warehouse robot works through it.</summary>
    public string FunctionsUrl { get; init; } = "http://127.0.0.1:7071";

    /// <summary>The address that a browser can reach; empty means <c>http://localhost:{port}</c>.</summary>
    public string PublicUrl { get; init; } = "";

    /// <summary>The warehouse robot's API key at the shop; without one it stays at home.</summary>
    public string StaffKey { get; init; } = "";

    public string StripeSecretKey { get; init; } = "sk_test_sandbox";

    public string StripePublishableKey { get; init; } = "pk_test_sandbox";

    public string StripeWebhookSecret { get; init; } = "whsec_sandbox";

    /// <summary>The event types that the shop's webhook endpoint wants, with commas; <c>*</c> for all.</summary>
    public string StripeEvents { get; init; } =
        "payment_intent.amount_capturable_updated,payment_intent.succeeded,payment_intent.payment_failed," +
        "payment_intent.canceled,charge.expired,charge.refunded,refund.updated,refund.failed," +
        "charge.dispute.created,charge.dispute.closed,charge.dispute.funds_withdrawn,charge.dispute.funds_reinstated";

    public string NinjaVanClientId { get; init; } = "sandbox";

    /// <summary>Ninja Van signs its webhooks with the same secret that its clients log in with.</summary>
    public string NinjaVanClientSecret { get; init; } = "sandbox-secret";

    public string BrokerApiKey { get; init; } = "sandbox-broker";

    public string BrokerWebhookSecret { get; init; } = "sandbox-broker-secret";

    public string OidcClientId { get; init; } = "sandbox-shop";

    public string OidcClientSecret { get; init; } = "sandbox-shop-secret";

    /// <summary>Where the issuer sends browsers back to, with commas.</summary>
    public string OidcRedirectUris { get; init; } = "http://localhost:8080/api/staff/oidc/callback/sandbox";

    /// <summary>How long customs take to say something.</summary>
    public double CustomsStepSeconds { get; init; } = 3;

    /// <summary>How long a parcel stays in each state.</summary>
    public double ParcelStepSeconds { get; init; } = 1.5;

    /// <summary>Whether the warehouse robot is at work from the start.</summary>
    public bool Robot { get; init; } = true;

    /// <summary>The SQLite file that remembers everything; empty keeps it in memory.</summary>
    public string File { get; init; } = "";

    /// <summary>The clock under the sandbox's own; a test may move it by hand.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where the sandbox's log goes besides the console; for tests.</summary>
    public Action<string>? Log { get; init; }
}
