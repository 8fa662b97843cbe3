using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Tells one of staff by mail of what happened to how she signs in.</summary>
public sealed class StaffWarning(
    TableStore store, IMail mail, IMessages messages, Audit audit, Policies policies, Settings settings,
    ILogger<StaffWarning> logger)
{
    /// <summary>A passkey was shown that seems to be a copy: it stands on the audit trail, and she is told.</summary>
    /// <param name="session">The one that it was to open.</param>
    public async Task OfCopy(HttpRequest request, Id<StaffMember> member, string session, CancellationToken stop)
    {
        logger.LogError(
            StaffEvents.PasskeyCopied, "{Actor}: a passkey has counted back, and is perhaps a copy.", Actor.Of(member));
        if (await audit.Begin(request, Actor.Of(member), "PutStaffPasskeySession", stop) is { } deed)
            await audit.End(deed, Answers.Problem(PasskeyRefusals.Copied), stop);
        await messages.Send(StaffWarned.Queue, new StaffWarned(member, StaffWarned.Copied, session), stop);
    }

    [Function("MailStaffWarning")]
    public async Task Send([QueueTrigger(StaffWarned.Queue)] StaffWarned warned, CancellationToken stop)
    {
        var roster = (await store.Find(StaffRoster.Id, stop))?.Record;
        if (roster?.Find(warned.Member) is not { IsHere: true } member) return;
        var (subject, happened, todo) = warned.What switch
        {
            StaffWarned.Copied => (
                "A passkey of yours was not let in",
                "One of your passkeys has signed fewer times than we have seen. That happens where it was copied.",
                "If you do not know why, sign in another way, remove that passkey, and tell an owner."),
            _ => (
                "A passkey was added to your account",
                "Somebody who was signed in as you has added a passkey, with which you sign in from now on.",
                "If it was not you, remove it, end all other sessions, and tell an owner."),
        };
        var page = $"{settings.SiteUrl}/staff/security";
        await mail.Send(
            new(
                $"{warned.Id}-{warned.What}", member.Email, subject,
                string.Join("\n\n", $"Hello {member.Name},", happened, $"{todo} Your passkeys: {page}"),
                $"""
                <!doctype html><html lang="en"><body style="font-family:Georgia,serif;color:#2b2622;max-width:34rem">
                <p>Hello {System.Net.WebUtility.HtmlEncode(member.Name)},</p>
                <p>{happened}</p><p>{todo} <a href="{page}">Your passkeys</a></p>
                </body></html>
                """)
            {
                FromName = (await policies.Current(stop)).Name,
            }, stop);
    }
}

/// <summary>Something happened to how one of staff signs in, of which she should know.</summary>
/// <param name="What">One of the words below.</param>
/// <param name="Id">Of what it happened to.</param>
public sealed record StaffWarned(
    [property: JsonRequired] Id<StaffMember> Member, [property: JsonRequired] string What,
    [property: JsonRequired] string Id) : IKnownById
{
    public const string Queue = "staff-warned";
    public const string Added = "passkey-added";
    public const string Copied = "passkey-copied";

    string IKnownById.MessageId => $"{Id}-{What}";
}
