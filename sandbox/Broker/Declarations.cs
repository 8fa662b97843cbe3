using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>Customs and their broker: declarations move on the sandbox's clock, and the shop is told.</summary>
internal sealed class Declarations
{
    public const string Party = "broker";

    private readonly Shelf<Declaration> shelf;
    private readonly Shelf<CustomsPlan> plans;
    private readonly Webhooks webhooks;
    private readonly Agenda agenda;
    private readonly SandboxFile file;
    private readonly Parcels parcels;
    private readonly SandboxClock clock;
    private readonly TimeSpan step;
    // What the change under way has sent; changes happen one at a time, so one list is enough.
    private readonly List<string> sent = [];

    public Declarations(
        SandboxFile file, Parcels parcels, Webhooks webhooks, Agenda agenda, SandboxClock clock,
        SandboxOptions options)
    {
        (this.file, this.parcels, this.webhooks, this.agenda, this.clock) = (file, parcels, webhooks, agenda, clock);
        (shelf, plans) = (new(file, "declaration"), new(file, "customs plan"));
        step = TimeSpan.FromSeconds(options.CustomsStepSeconds);
        string secret = options.BrokerWebhookSecret;
        webhooks.Add(new(
            Party, "/api/webhooks/broker", body => ("X-Broker-Signature", Sign(body, secret, clock.WireNow))));
        agenda.On("customs step", (due, _) => Move(due.Body));
    }

    public IEnumerable<Declaration> All => shelf.All;

    public Declaration? Find(string reference) => shelf.Find(reference);

    public void Clear()
    {
        shelf.Clear();
        plans.Clear();
    }

    /// <summary>Says what customs will do with the next declarations.</summary>
    public void Next(CustomsPlan plan) => plans.Put("next", plan);

    /// <summary>Takes a declaration in, as part of the change under way.</summary>
    public Declaration Lodge(string shipment, Declared goods)
    {
        string reference = $"decl_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        var declaration = new Declaration(
            reference, shipment, 0, "lodged", [], null, clock.GetUtcNow(), new Dictionary<string, string>(), Plan())
        {
            Goods = goods,
        };
        declaration = Tell(declaration);
        if (declaration.Plan.Outcome != "silent")
            agenda.Add("customs step", reference, reference, step);
        return declaration;
    }

    /// <summary>Takes a document in, as part of the change under way; when all are there, customs look.</summary>
    public Declaration Hand(Declaration declaration, string name, string fingerprint)
    {
        if (declaration.IsOver || declaration.Papers.GetValueOrDefault(name) == fingerprint)
            return declaration;
        declaration = declaration with
        {
            Papers = new Dictionary<string, string>(declaration.Papers) { [name] = fingerprint },
        };
        shelf.Put(declaration.Reference, declaration);
        if (declaration.Status != "held" || !declaration.Asked.All(declaration.Papers.ContainsKey))
            return declaration;
        agenda.Add("customs step", declaration.Reference, declaration.Reference, step);
        return Tell(declaration with { Status = "lodged", Asked = [], Reason = null });
    }

    /// <summary>The broker says late what customs had charged, as part of the change under way.</summary>
    public Declaration? Charge(string reference, Charges charges) =>
        shelf.Find(reference) is { Status: "released" } released ? Tell(released with { Charges = charges }) : null;

    /// <summary>Does the work, and answers the appointments that tell the shop of it.</summary>
    public (T Answer, IReadOnlyList<string> Sent) Change<T>(Func<T> work) => file.Change(() =>
    {
        sent.Clear();
        return (work(), (IReadOnlyList<string>)[.. sent]);
    });

    private CustomsPlan Plan()
    {
        if (plans.Find("next") is not { } plan)
            return CustomsPlan.Release;
        if (plan.Declarations > 1)
            plans.Put("next", plan with { Declarations = plan.Declarations - 1 });
        else
            plans.Remove("next");
        return plan;
    }

    private Task<TimeSpan?> Move(string reference)
    {
        file.Change(() =>
        {
            if (shelf.Find(reference) is not { Status: "lodged" } declaration)
                return;
            declaration = Tell(Decide(declaration));
            if (declaration.IsOver)
                parcels.Decide(declaration.Shipment, declaration.Status);
        });
        return Task.FromResult<TimeSpan?>(null);
    }

    private static Declaration Decide(Declaration declaration)
    {
        var plan = declaration.Plan;
        return plan switch
        {
            { Outcome: "refuse" } => declaration with { Status = "refused", Reason = "import_not_allowed" },
            { Outcome: "hold", Rounds: > 0 } => declaration with
            {
                Status = "held",
                Reason = "documents_missing",
                Asked = plan.Asked is { Count: > 0 } asked ? asked : ["certificate_of_origin"],
                Papers = new Dictionary<string, string>(),
                Plan = plan with { Rounds = plan.Rounds - 1 },
            },
            _ => declaration with { Status = "released", Reason = null, Charges = Bill(declaration) },
        };
    }

    private static Charges? Bill(Declaration declaration) => declaration.Plan switch
    {
        { Untold: true } => null,
        { Charges: { } charges } => charges,
        _ => Tariff.For(declaration.Goods),
    };

    private Declaration Tell(Declaration declaration)
    {
        declaration = declaration with { Version = declaration.Version + 1 };
        shelf.Put(declaration.Reference, declaration);
        string id = $"{declaration.Reference}-{declaration.Version.ToString(CultureInfo.InvariantCulture)}";
        string body = JsonSerializer.Serialize(new
        {
            format = 1,
            @event = id,
            at = clock.GetUtcNow(),
            shipment = declaration.Shipment,
            reference = declaration.Reference,
            version = declaration.Version,
            status = declaration.Status,
        });
        sent.AddRange(webhooks.Send(Party, declaration.Reference, id, body));
        return declaration;
    }

    /// <summary>The header <c>X-Broker-Signature</c>: HMAC-SHA256 over the time and the body.</summary>
    private static string Sign(string body, string secret, DateTimeOffset now)
    {
        long time = now.ToUnixTimeSeconds();
        byte[] mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{time}.{body}"));
        return $"t={time},v1={Convert.ToHexStringLower(mac)}";
    }
}
