using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Opens a shop in which nobody works yet, with a secret that is good once.</summary>
public sealed class SetupFunctions(
    TableStore store, RosterLook look, StaffTokens tokens, Audit audit, Settings settings, TimeProvider clock,
    ILogger<SetupFunctions> logger)
{
    /// <summary>Makes a key that may everything; with it, people are invited and other keys are made.</summary>
    [Function("PutSetupKey")]
    public async Task<IResult> Key(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/setup/keys/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<ApiKey>.TryParse(id, out var key)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var secret = fields.Text("secret", 200);
        var asked = KeyFunctions.KeyIn(fields, key, [StaffRole.Owner], Actor.Setup, clock.GetUtcNow());
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (Wrong(secret) is { } wrong) return Answers.Problem(wrong);

        using var acting = Acting.As(Actor.Setup);
        var hash = KeyToken.HashOf(secret);
        var opened = await store.Put<StaffRoster>(
            StaffRoster.Id, $"setup-{key}",
            known => (known ?? StaffRoster.Empty).SetUp(hash, asked, asked.CreatedAt), stop);
        if (opened.IsRefused(out var refusal, out var roster)) return Answers.Problem(refusal);
        look.Saw(roster);
        await audit.Note(request, Actor.Setup, "PutSetupKey", stop);
        logger.LogWarning(StaffEvents.SetUp, "The shop was set up with a secret: {Key} may everything.", key);
        return roster.Find(key) is { } made && made.IsSame(asked)
            ? Answers.Ok(KeyFunctions.ViewOf(made))
            : Answers.Problem(StaffRefusals.KeyTaken);
    }

    /// <summary>Invites the first owner; whoever has the secret has the link at once.</summary>
    [Function("PutSetupOwner")]
    public async Task<IResult> Owner(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/setup/owners/{id}")] HttpRequest request,
        string id, CancellationToken stop)
    {
        if (!Id<StaffMember>.TryParse(id, out var member)) return Answers.Problem(EdgeRefusals.Id);
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        var (secret, now) = (fields.Text("secret", 200), clock.GetUtcNow());
        var asked = new StaffMember(
            member, fields.Text("name", 100), Deliveries.EmailIn(fields), [StaffRole.Owner],
            Invitation.Of(id, 0, now), Actor.Setup.ToString());
        if (fields.Refusal is { } bad) return Answers.Problem(bad);
        if (Wrong(secret) is { } wrong) return Answers.Problem(wrong);

        using var acting = Acting.As(Actor.Setup);
        var hash = KeyToken.HashOf(secret);
        var opened = await store.Put<StaffRoster>(
            StaffRoster.Id, $"setup-{id}", known => (known ?? StaffRoster.Empty).SetUp(hash, asked, now), stop);
        if (opened.IsRefused(out var refusal, out var roster)) return Answers.Problem(refusal);
        look.Saw(roster);
        await audit.Note(request, Actor.Setup, "PutSetupOwner", stop);
        logger.LogWarning(StaffEvents.SetUp, "The shop was set up with a secret: {Member} may everything.", member);
        return roster.Find(member) is { } invited && invited.IsSame(asked)
            ? Answers.Ok(new
            {
                invited.Id,
                Token = tokens.ForInvitation(member, invited.Invitation.Id),
                invited.Invitation.ExpiresAt,
            })
            : Answers.Problem(StaffRefusals.MemberTaken);
    }

    private Refusal? Wrong(string secret)
    {
        if (IsRight(secret)) return null;
        logger.LogWarning(StaffEvents.SetupRefused, "A secret to set the shop up is not good.");
        return StaffRefusals.SetupWrong;
    }

    private bool IsRight(string secret) => settings.SetupSecret is { Length: > 0 } right
        && KeyToken.Same(KeyToken.HashOf(secret), KeyToken.HashOf(right));
}
