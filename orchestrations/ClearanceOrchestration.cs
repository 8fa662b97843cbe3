using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Serverless.Commerce;

namespace Serverless.Orchestrations;

/// <summary>Takes one parcel through customs where it goes: lodged, perhaps held, released or refused.</summary>
public static class ClearanceOrchestration
{
    // What a clearance asks of the world, and what it waits to hear.
    public static readonly Activity<Lodging, ClearanceStatus> LodgeDeclaration = new("LodgeDeclaration");
    public static readonly Activity<ParcelMoment, ClearanceStatus> CheckClearance = new("CheckClearance");
    public static readonly Activity<DocumentGift, ClearanceStatus> GiveDocument = new("GiveDocument");
    public static readonly Activity<ClearanceTurn, bool> NoteClearance = new("NoteClearance");
    public static readonly Activity<ParcelMoment, bool> SettleImport = new("SettleImport");
    public static readonly Signal<CustomsNews> CustomsHeard = new("CustomsHeard");

    /// <summary>More turns than ten rounds of documents take, with years of looking in between.</summary>
    private const int MaxTurns = 5_000;

    public static string InstanceOf(Id<Shipment> shipment) => $"{shipment}-clearance";

    [Function(nameof(ClearanceOrchestration))]
    public static async Task<ClearanceEnd> Run(
        [OrchestrationTrigger] TaskOrchestrationContext context, ClearanceStart start)
    {
        var id = start.Shipment;
        var status = await context.Call(LodgeDeclaration, new(id, start.PackedAt, context.CurrentUtcDateTime));
        DateTimeOffset since = context.CurrentUtcDateTime;
        for (int turns = 0; turns < MaxTurns; turns++)
        {
            var news = await Listen(context, start.Policy, status, since);
            // Customs may no longer want it: then they are asked all the same.
            if (news?.Document is { } document) await context.TryCall(GiveDocument, new(id, document));

            var now = new ParcelMoment(id, context.CurrentUtcDateTime);
            var next = await context.Call(CheckClearance, now);
            if (next == status) continue;

            (status, since) = (next, now.At);
            await context.Call(NoteClearance, new(id, status, now.At));
            if (status == ClearanceStatus.Refused) return new(status, null);
            if (status != ClearanceStatus.Released) continue;

            // A broker may say later what customs charged: the parcel does not wait for that.
            var settled = await context.TryCall(SettleImport, now);
            return new(status, settled.IsRefused(out _, out _) ? now : null);
        }

        throw new InvalidOperationException($"Customs and {id} came to no end in {MaxTurns} turns.");
    }

    /// <summary>Waits for customs or for staff; looks by itself at times, since a notice may be lost.</summary>
    private static async Task<CustomsNews?> Listen(
        TaskOrchestrationContext context, PolicyVersion policy, ClearanceStatus status, DateTimeOffset since)
    {
        if (status == ClearanceStatus.Held)
            return await context.WaitOrAsk(CustomsHeard, policy.DocumentTime, "documents.late");
        bool silent = context.CurrentUtcDateTime - since >= policy.ClearanceTime;
        return silent
            ? await context.WaitOrAsk(CustomsHeard, policy.ClearanceGlance, "customs.silent")
            : await context.Wait(CustomsHeard, policy.ClearanceGlance);
    }
}

/// <summary>A parcel that has left for abroad, under the policy that it was bought with.</summary>
/// <param name="PackedAt">The moment by which its papers are dated.</param>
public sealed record ClearanceStart(Id<Shipment> Shipment, DateTimeOffset PackedAt, PolicyVersion Policy);

/// <summary>A declaration to lodge.</summary>
/// <param name="FirstTried">Brokers forget what they were told; later, they are asked first.</param>
public sealed record Lodging(Id<Shipment> Shipment, DateTimeOffset PackedAt, DateTimeOffset FirstTried);

/// <summary>A document for customs, which lies in a blob.</summary>
public sealed record DocumentGift(Id<Shipment> Shipment, ClearanceDocument Document);

/// <summary>A clearance has come to stand so.</summary>
public sealed record ClearanceTurn(Id<Shipment> Shipment, ClearanceStatus Status, DateTimeOffset At);

/// <summary>The broker has news, or staff have given a document.</summary>
/// <param name="Document">Null where it is the broker's.</param>
public sealed record CustomsNews(string Id, ClearanceDocument? Document) : ISignal;

/// <summary>What customs have said in the end.</summary>
/// <param name="Unsettled">Their yes, where it is not known yet what they charged for it.</param>
public sealed record ClearanceEnd(ClearanceStatus Status, ParcelMoment? Unsettled);
