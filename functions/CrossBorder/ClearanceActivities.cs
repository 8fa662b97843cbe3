using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>What a parcel needs to cross a border: papers, a declaration, documents, and an ear for customs.</summary>
public sealed class ClearanceActivities(
    TableStore store, ICustomsBroker broker, CustomsFiles files, IMessages messages, Books books, Policies policies)
{
    /// <summary>What the papers that we make ourselves are called.</summary>
    public static readonly string[] Papers = ["invoice", "cn23"];

    /// <summary>Makes invoice and CN 23 where the parcel goes abroad; answers whether it does.</summary>
    [Function("MakePapers")]
    public async Task<Result<bool>> Make([ActivityTrigger] ParcelMoment moment, CancellationToken stop)
    {
        if (await Find(moment.Shipment, stop) is not ({ } order, { } shipment)) return ShipmentRefusals.Unknown;
        if (shipment.Off is { } off) return off;
        var shop = await policies.Of(order.PolicyVersion, stop);
        if (order.Delivery.Address.Country == shop.LocationOf(shipment.Location).Address.Country) return false;
        if (Declare(order, shipment, shop, moment.At).IsRefused(out var refusal, out var declaration)) return refusal;
        await files.KeepPaper(shipment.Id, Papers[0], CustomsPapers.Invoice(declaration), stop);
        await files.KeepPaper(shipment.Id, Papers[1], CustomsPapers.Cn23(declaration), stop);
        return true;
    }

    /// <summary>Lodges the declaration, once per shipment, and opens its clearance.</summary>
    [Function("LodgeDeclaration")]
    public async Task<Result<ClearanceStatus>> Lodge([ActivityTrigger] Lodging lodging, CancellationToken stop)
    {
        if (await Find(lodging.Shipment, stop) is not ({ } order, { } shipment)) return ShipmentRefusals.Unknown;
        var shop = await policies.Of(order.PolicyVersion, stop);
        var declared = Declare(order, shipment, shop, lodging.PackedAt);
        if (declared.IsRefused(out var refusal, out var declaration)) return refusal;
        var answer = await broker.Lodge(declaration, lodging.FirstTried, stop);
        var opened = await store.Insert(
            IdOf(shipment.Id), "lodged",
            () => Clearance.Lodge(IdOf(shipment.Id), order.Id, answer.Reference, lodging.FirstTried), stop);
        return opened.As(_ => ClearanceStatus.Lodged);
    }

    /// <summary>Asks the broker how it stands, and notes what is newer than what we know.</summary>
    [Function("CheckClearance")]
    public async Task<Result<ClearanceStatus>> Check([ActivityTrigger] ParcelMoment moment, CancellationToken stop)
    {
        var id = IdOf(moment.Shipment);
        if (await store.Find(id, stop) is not { Record: var known }) return ClearanceRefusals.Unknown;
        var said = await broker.Look(known.Reference, stop);
        if (said.Version <= known.Version) return known.Status;
        var noted = await store.Update(id, $"heard-{said.Version}", now => Hear(now, said, moment.At), stop);
        return noted.As(now => now.Status);
    }

    /// <summary>Gives a document to customs, if they still want it.</summary>
    [Function("GiveDocument")]
    public async Task<Result<ClearanceStatus>> Give([ActivityTrigger] DocumentGift gift, CancellationToken stop)
    {
        var (id, document) = (IdOf(gift.Shipment), gift.Document);
        string cause = $"{document.Name}-{document.Hash}-{document.GivenAt.UtcTicks}";
        var taken = await store.Update(id, $"given-{cause}", now => now.Attach(document), stop);
        if (taken.IsRefused(out var refusal, out var clearance)) return refusal;
        var content = await files.FindDocument(id, document, stop)
            ?? throw new InvalidOperationException($"{id} lost its document '{document.Name}'.");
        await broker.Send(clearance.Reference, new(document.Name, document.MediaType, content), stop);
        var sent = await store.Update(
            id, $"sent-{cause}", now => now.Send(document.Name, document.Hash), stop);
        return sent.As(now => now.Status);
    }

    /// <summary>Shows on the order where its parcel stands with customs, and lets the shopper know.</summary>
    [Function("NoteClearance")]
    public async Task<Result<bool>> Note([ActivityTrigger] ClearanceTurn turn, CancellationToken stop)
    {
        if (turn.Status == ClearanceStatus.Lodged) return true;
        Func<Shipment, Result<Shipment>>? rule = turn.Status switch
        {
            ClearanceStatus.Held => shipment => shipment.Detain(),
            ClearanceStatus.Released => shipment => shipment.Free(),
            _ => null,
        };
        if (rule is not null)
        {
            string cause = $"{turn.Shipment}-customs-{turn.Status}-{turn.At.UtcTicks}";
            var moved = await store.Update(
                Shipment.OrderOf(turn.Shipment), cause, order => order.Move(turn.Shipment, rule), stop);
            if (moved.IsRefused(out var refusal, out _)) return refusal;
        }

        await messages.Send(ClearanceTold.Queue, new ClearanceTold(turn.Shipment, turn.Status, turn.At), stop);
        return true;
    }

    /// <summary>Pays out of what was collected what customs charged; answers whether there was any.</summary>
    /// <remarks>The entry is made of what is on records alone, so that a repetition makes the same one.</remarks>
    [Function("SettleImport")]
    public async Task<Result<bool>> Settle([ActivityTrigger] ParcelMoment moment, CancellationToken stop)
    {
        if (await Find(moment.Shipment, stop) is not ({ } order, not null)) return ShipmentRefusals.Unknown;
        // Under Dap it is the receiver whom customs ask.
        if (order.Landed is not { Terms: DeliveryTerms.Ddp } landed) return false;
        if ((await Charged(moment, stop)).IsRefused(out var untold, out var charged)) return untold;
        if (await store.Find(landed.Sheet, stop) is not { Record: var sheet }) return RateRefusals.Unknown;
        var collected = order.ImportIn(moment.Shipment);
        if (sheet.Convert(charged, collected.Currency).IsRefused(out var noRate, out var worth)) return noRate;
        var entry = ImportPostings.Settlement($"{moment.Shipment}-import", moment.At, collected, charged, worth);
        if (entry is null) return false;
        await books.Post(entry, stop);
        return true;
    }

    // What was charged may be told after the release.
    private async Task<Result<Money>> Charged(ParcelMoment moment, CancellationToken stop)
    {
        var id = IdOf(moment.Shipment);
        if (await store.Find(id, stop) is { Record.Charges: { } told }) return told.Total;
        if ((await Check(moment, stop)).Refusal is { } unknown) return unknown;
        return await store.Find(id, stop) is { Record.Charges: { } late }
            ? late.Total
            : ClearanceRefusals.NoCharges;
    }

    /// <summary>The clearance of a shipment bears its name.</summary>
    public static Id<Clearance> IdOf(Id<Shipment> shipment) => new(shipment.Value);

    private static Result<Clearance> Hear(Clearance now, BrokerAnswer said, DateTimeOffset at) => said.Standing switch
    {
        BrokerStanding.Held => now.Hold(said.Version, said.Asked, said.Reason, at),
        BrokerStanding.Lodged => now.Review(said.Version),
        BrokerStanding.Released => now.Release(said.Version, said.Charges),
        BrokerStanding.Refused => now.Refuse(said.Version, said.Reason),
    };

    private static Result<CustomsDeclaration> Declare(
        Order order, Shipment shipment, ShopPolicy shop, DateTimeOffset packedAt)
    {
        string number = $"{OrderViews.NumberOf(order.Id)}-{order.Shipments.IndexOf(shipment) + 1}";
        return CustomsDeclaration.Of(order, shipment, shop, number, packedAt);
    }

    private async Task<(Order?, Shipment?)> Find(Id<Shipment> id, CancellationToken stop)
    {
        var order = (await store.Find(Shipment.OrderOf(id), stop))?.Record;
        return (order, order?.Find(id));
    }
}
