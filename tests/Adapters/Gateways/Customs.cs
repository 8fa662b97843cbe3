using System.Net.Http.Json;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>An ordinary declaration, and the sandbox's broker who takes it.</summary>
internal static class Customs
{
    public const string Parcel = "6e0b3c1a-0000-4000-8000-000000000002-1";

    private static readonly Address Manila = new(
        "Likha Manila", "12 Pier Road, Tondo", null, "Manila", "Metro Manila", "1012", "PH", "+63 2 8123 4567");

    private static readonly Address Sydney = new(
        "Mia Wilson", "5 Harbour Street", "Unit 2", "Sydney", "NSW", "2000", "AU", "+61 2 5550 1234");

    /// <summary>A seller with every number that one can have.</summary>
    public static readonly LegalEntity Seller = new(
        "LIKHA", "Likha Crafts, Inc.", "123-456-789-00000", "12 Pier Road, Tondo, Manila 1012, Philippines")
    {
        Phone = "+63 2 8123 4567",
        Email = "customs@likha.example",
        Eori = "DE123456789012345",
        Ioss = "IM0400000012",
        Arn = "300012345678",
    };

    public static readonly CustomsDeclaration Declaration = new(
        new(Parcel), "7K3M-9Q2A-1", new(2026, 11, 11), Manila, Sydney, "mia@example.com",
        [new("AMT-NAT", "Abaca tote", 2, 800, new(250_000, Currency.Php), "460219", "PH")],
        new(120_000, Currency.Php), 1000, "DDP")
    {
        Seller = Seller,
        SenderCountry = "Philippines",
        RecipientCountry = "Australia",
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static HttpBroker Broker(
        Outside outside, string webhookSecret = "sandbox-broker-secret", TimeSpan? timeOut = null) => new(
            new($"{outside.Sandbox.Address}/broker", "sandbox-broker", webhookSecret)
            {
                TimeOut = timeOut ?? TimeSpan.FromSeconds(60),
            },
            outside.Clock);

    public static Task<BrokerAnswer> Lodge(HttpBroker broker, Outside outside, string shipment = Parcel) =>
        broker.Lodge(Declaration with { Shipment = new(shipment) }, outside.Clock.GetUtcNow(), Stop);

    public static async Task Next(Outside outside, string outcome, object plan) =>
        (await outside.Http.PutAsJsonAsync($"/sandbox/broker/{outcome}", plan, Stop)).EnsureSuccessStatusCode();

    /// <summary>Moves the clock until the declaration stands there.</summary>
    public static async Task<BrokerAnswer> Reach(
        Outside outside, HttpBroker broker, string reference, BrokerStanding standing)
    {
        BrokerAnswer? answer = null;
        await Until.Holds(async () =>
        {
            outside.Clock.Advance(TimeSpan.FromSeconds(1));
            answer = await broker.Look(reference, Stop);
            return answer.Standing == standing;
        });
        return answer!;
    }
}
