using System.Collections.Immutable;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Puts right what is known of a person, and heeds objections; done again, it changes nothing.</summary>
public sealed class RightsActivities(
    TableStore store, OrderSearch search, PersonRecords hers, TextSeal seal, TimeProvider clock)
{
    [Function("RectifyPerson")]
    public async Task<Result<int>> Rectify([ActivityTrigger] RectificationStart start, CancellationToken stop)
    {
        var right = seal.Open<RightData>(start.Id.Value, start.Data);
        var cause = $"rectification-{start.Id}";
        var report = new RectificationReport(right);
        string? email = null;
        await foreach (var order in hers.Orders(start.Customer, stop))
        {
            if (order.Delivery.Email == Register.Forgotten) continue;
            email ??= order.Delivery.Email;
            var kept = order.KeepsBecause(right);
            var changed = (await store.Update(order.Id, cause, known => known.Rectify(right), stop)).OrThrow();
            await search.Keep(changed, stop);
            bool isChanged = await store.FindFact(order.Id, cause, stop) is not null;
            report.Add(changed, isChanged, isChanged ? changed.KeepsBecause(right) : kept);
            report.Add(await hers.Returns(order, stop));
        }

        // The account last: what she was called before leads to her orders.
        if (await Mend(start, right, email, stop)) report.AddAccount();
        var reported = await store.Put(
            start.Id, cause,
            known => (known ?? Asked(start)).Report(report.Places, report.Recipients, clock.GetUtcNow()), stop);
        return reported.As(done => done.Places.Count(place => place.Because is not null));
    }

    [Function("HeedObjection")]
    public async Task<Result<int>> Heed([ActivityTrigger] ObjectionStart start, CancellationToken stop)
    {
        int underWay = 0;
        await foreach (var order in hers.Orders(start.Customer, stop))
            if (!order.IsOver) underWay++;
        foreach (var text in start.Purposes.Select(ConsentText.Of).OfType<ConsentText>())
        {
            var no = new Consent(text.Purpose, false, text.Version, start.AskedAt, "objection");
            var heeded = await store.Put(
                start.Customer, $"objection-{start.Id}-{text.Purpose}",
                known => Customer.Known(known, start.Customer, start.AskedAt).Answer(no), stop);
            heeded.OrThrow();
        }

        ImmutableArray<ObjectionAnswer> answers =
            [.. start.Purposes.Select(purpose => Objection.AnswerTo(purpose, underWay))];
        var reported = await store.Put(
            start.Id, $"objection-{start.Id}",
            known => (known ?? Asked(start)).Report(answers, clock.GetUtcNow()), stop);
        return reported.As(done => done.Answers.Count(answer => answer.Stopped));
    }

    // Her account's own address is the name of it, and stays.
    private async Task<bool> Mend(
        RectificationStart start, RightData right, string? email, CancellationToken stop)
    {
        var known = (await store.Find(start.Customer, stop))?.Record;
        var old = known?.Profile is { } text ? seal.Open<Profile>(start.Customer.Value, text) : null;
        var address = old?.Email ?? right.KnownEmail ?? email;
        if (address is null || right is { Name: null, Phone: null, Address: null }) return false;
        var profile = right.Mend(old ?? new Profile(address, null, null));
        if (profile == old) return true;
        var mended = await store.Put(
            start.Customer, $"rectification-{start.Id}",
            customer => Customer.Known(customer, start.Customer, start.AskedAt)
                .Describe(seal.Seal(start.Customer.Value, profile)), stop);
        mended.OrThrow();
        return true;
    }

    private Rectification Asked(RectificationStart start) => new(start.Id, start.Customer, start.By, start.AskedAt)
    {
        Reason = Opened(start.Id.Value, start.Reason),
    };

    private Objection Asked(ObjectionStart start) =>
        new(start.Id, start.Customer, start.By, start.AskedAt, start.Purposes)
        {
            Reason = Opened(start.Id.Value, start.Reason),
        };

    private string? Opened(string owner, SealedText? text) => text is null ? null : seal.Open<string>(owner, text);
}
