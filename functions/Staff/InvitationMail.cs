using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Mails the link with which somebody comes to work here.</summary>
public sealed class InvitationMail(
    TableStore store, IMail mail, Letters letters, StaffTokens tokens, Settings settings, TimeProvider clock)
{
    [Function("MailInvitation")]
    public async Task Send([QueueTrigger(StaffInvited.Queue)] StaffInvited invited, CancellationToken stop)
    {
        var roster = (await store.Find(StaffRoster.Id, stop))?.Record;
        if (roster?.Find(invited.Member) is not { } member
            || !member.Accepts(invited.Invitation, clock.GetUtcNow())) return;
        await mail.Send(Letter(member), stop);
    }

    /// <summary>Behind the sign that browsers send to nobody, so that it stands in no log.</summary>
    public static string LinkOf(StaffMember member, StaffTokens tokens, Settings settings) =>
        $"{settings.SiteUrl}/staff/invitation#{member.Id}.{tokens.ForInvitation(member.Id, member.Invitation.Id)}";

    private MailMessage Letter(StaffMember member)
    {
        var link = LinkOf(member, tokens, settings);
        return letters.Write(
            MailTexts.StaffInvited, $"{member.Invitation.Id}-invitation", member.Email,
            $"""
            You are invited to work in the back office of {letters.Shop}. Open this link to choose your password:

            {link}

            It is good once, for seven days. If you do not expect it, you need not do anything.
            """,
            $"""
            <p>You are invited to work in the back office of {Letters.Safe(letters.Shop)}.</p>
            <p><a href="{link}">Choose your password</a></p>
            <p>The link is good once, for seven days. If you do not expect it, you need not do anything.</p>
            """,
            ("name", member.Name));
    }
}

/// <summary>Somebody is invited to work here.</summary>
public sealed record StaffInvited(
    [property: JsonRequired] Id<StaffMember> Member, [property: JsonRequired] string Invitation) : IKnownById
{
    public const string Queue = "staff-invited";

    string IKnownById.MessageId => Invitation;
}
