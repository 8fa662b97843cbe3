using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>Tells the shop what happened to its payments.</summary>
internal sealed class StripeEvents
{
    public const string Party = "stripe";

    private readonly StripeBooks books;
    private readonly Webhooks webhooks;
    private readonly SandboxClock clock;
    private readonly HashSet<string> wanted;
    // What the change under way has sent; the books change one at a time, so one list is enough.
    private readonly List<string> sent = [];

    public StripeEvents(StripeBooks books, Webhooks webhooks, SandboxClock clock, SandboxOptions options)
    {
        (this.books, this.webhooks, this.clock) = (books, webhooks, clock);
        wanted = [.. options.StripeEvents.Split(',', StringSplitOptions.TrimEntries)];
        string secret = options.StripeWebhookSecret;
        webhooks.Add(new(
            Party, "/api/webhooks/stripe", body => ("Stripe-Signature", Sign(body, secret, clock.WireNow))));
    }

    /// <summary>Starts a new list of what was sent.</summary>
    public void Begin() => sent.Clear();

    /// <summary>The appointments that deliver what was sent since <see cref="Begin"/>.</summary>
    public IReadOnlyList<string> Sent() => [.. sent];

    /// <summary>Writes an event down, and sends it if the shop has subscribed to its type.</summary>
    public void Tell(string type, string lane, object subject, StripeCall? call = null)
    {
        string id = StripeBooks.NewId("evt");
        long created = clock.GetUtcNow().ToUnixTimeSeconds();
        string body = JsonSerializer.Serialize(new
        {
            id,
            @object = "event",
            api_version = StripeShapes.ApiVersion,
            created,
            data = new { @object = subject },
            livemode = false,
            pending_webhooks = 1,
            request = new { id = call?.Request, idempotency_key = call?.Key },
            type,
        });
        books.Events.Put(id, new(id, type, created, body));
        if (wanted.Contains("*") || wanted.Contains(type))
            sent.AddRange(webhooks.Send(Party, lane, id, body));
    }

    /// <summary>The header <c>Stripe-Signature</c>: HMAC-SHA256 over the time and the body.</summary>
    private static string Sign(string body, string secret, DateTimeOffset now)
    {
        long time = now.ToUnixTimeSeconds();
        byte[] mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }
}
