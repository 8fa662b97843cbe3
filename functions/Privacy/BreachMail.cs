using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Orchestrations;

namespace Serverless.Functions;

/// <summary>Mails the letters of a case: once to each person, whatever is repeated.</summary>
public sealed class BreachMail(
    TableStore store, IMail mail, BreachLetter letter, CustomerViews views, TimeProvider clock,
    ILogger<BreachMail> logger)
{
    private const int PageSize = 25;
    private const int Refused = 500;

    [Function("MailBreachLetters")]
    public async Task<Result<BreachLettersStart>> Send(
        [ActivityTrigger] BreachLettersStart progress, CancellationToken stop)
    {
        if ((await store.Find(progress.Breach, stop))?.Record is not { } breach) return BreachRefusals.Unknown;
        var page = await store.List<BreachPerson>(
            PrivacyKinds.PeopleOf(breach.Id), PageSize, progress.After, stop);
        var (told, missed) = (progress.Told, progress.Missed);
        foreach (var person in page.Items.Select(stored => stored.Record).Where(one => one.Scope == progress.Scope))
        {
            bool hasIt = person.ToldAt is not null || await Tell(breach, person, stop);
            if (hasIt) told++;
            else missed++;
        }

        var next = progress with { After = page.Cursor, Told = told, Missed = missed, IsOver = page.Cursor is null };
        if (next.IsOver) await Note(next, stop);
        return next;
    }

    private async Task<bool> Tell(Breach breach, BreachPerson person, CancellationToken stop)
    {
        bool sent = await AddressOf(person, stop) is { } email && await IsTaken(letter.To(breach, person, email), stop);
        var noted = await store.Update(
            person.Id, sent ? "told" : "missed", one => sent ? one.Tell(clock.GetUtcNow()) : one.Miss(), stop);
        noted.OrThrow();
        return sent;
    }

    // Where some have no address, they are told in another way (NPC Circular 16-03 sec. 18 (D)): staff say how.
    private async Task Note(BreachLettersStart done, CancellationToken stop)
    {
        if (done.Missed > 0 || done.Told == 0) return;
        var answer = new BreachAnswer(BreachParty.People, true, clock.GetUtcNow())
        {
            Reference = $"{done.Told} letters",
        };
        var noted = await store.Update(
            done.Breach, $"letters-{done.Id}", breach => breach.Answer(answer), stop);
        if (noted.Refusal is { } refusal) logger.LogWarning("{Breach}: {Code}.", done.Breach, refusal.Code);
    }

    private async Task<string?> AddressOf(BreachPerson person, CancellationToken stop)
    {
        var customer = (await store.Find(person.Customer, stop))?.Record;
        if (customer is not null && views.ProfileOf(customer) is { } known) return known.Email;
        var delivery = person.Order is { } order ? (await store.Find(order, stop))?.Record.Delivery : null;
        delivery ??= person.Cart is { } cart ? (await store.Find(cart, stop))?.Record.Delivery : null;
        return delivery?.Email is { } email && email != Register.Forgotten ? email : null;
    }

    // An address that takes no mail must not keep the others from their letters.
    private async Task<bool> IsTaken(MailMessage message, CancellationToken stop)
    {
        try
        {
            await mail.Send(message, stop);
            return true;
        }
        catch (MailNotTakenException refused) when (refused.Code >= Refused)
        {
            logger.LogWarning("{Letter} was not taken: {Code}.", message.Id, refused.Code);
            return false;
        }
    }
}
