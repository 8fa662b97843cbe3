using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Tells a customer of points she has earned, if she wants to hear of such things.</summary>
public sealed class PointsMail(
    TableStore store, IMail mail, Letters letters, Tokens tokens, TextSeal seal, Settings settings)
{
    public async Task Tell(Id<Customer> id, Shipment shipment, long earned, CancellationToken stop)
    {
        var customer = (await store.Find(id, stop))?.Record;
        if (customer?.Allows(ConsentText.Marketing) != true || customer.Profile is not { } text) return;
        var profile = seal.Open<Profile>(id.Value, text);
        var end = Unsubscription.From(id, ConsentText.Marketing, tokens, settings);
        await mail.Send(
            Letter(shipment, profile, earned, end.Page) with { Unsubscribe = end.OneClick }, stop);
    }

    private MailMessage Letter(Shipment shipment, Profile profile, long earned, string link) => letters.Write(
        MailTexts.PointsEarned, $"{shipment.Id}-points", profile.Email,
        $"""
        Your parcel has arrived, and {earned} points are yours.
        See them: {settings.SiteUrl}/account

        No more such mails: {link}
        """,
        $"""
        <p>Your parcel has arrived, and <strong>{earned} points</strong> are yours.</p>
        <p><a href="{Letters.Safe(settings.SiteUrl)}/account">See your points</a></p>
        <p style="font-size:.8rem"><a href="{Letters.Safe(link)}">No more such mails</a></p>
        """,
        ("points", $"{earned}"));
}
