using System.Security.Cryptography;
using System.Text;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What a page shows that has had a passkey sign something.</summary>
public sealed record PasskeyShown(Id<PasskeyCeremony> Ceremony, PasskeyAssertion Answer);

/// <summary>Has passkeys sign something and takes what they have signed; the same for whomever they are.</summary>
public sealed class Passkeys(TableStore store, PasskeyChecks checks, TimeProvider clock)
{
    private const int PageSize = 50;

    /// <summary>Something to sign; asked again, the same.</summary>
    public async Task<Result<PasskeyCeremony>> Begin(Id<PasskeyCeremony> id, CancellationToken stop)
    {
        if (checks.Domain is null) return PasskeyRefusals.NoDomain;
        var (now, challenge) = (clock.GetUtcNow(), PasskeyChecks.NewRandom());
        var begun = await store.Put<PasskeyCeremony>(
            id, "begun", known => known ?? new PasskeyCeremony(id, challenge, now + PasskeyCeremony.Life), stop);
        if (begun.IsRefused(out var refusal, out var ceremony)) return refusal;
        if (now >= ceremony.Until) return PasskeyRefusals.Over;
        return ceremony.Answer is null ? ceremony : PasskeyRefusals.Spent;
    }

    /// <summary>What a browser is asked with: any passkey of this site, so that it need not be told whose.</summary>
    public object OptionsFor(PasskeyCeremony ceremony) => new
    {
        ceremony.Challenge,
        RpId = checks.Domain,
        Timeout = (int)PasskeyCeremony.Life.TotalMilliseconds,
        UserVerification = "required",
    };

    /// <summary>What a browser is asked with that shall have a passkey made.</summary>
    /// <param name="user">What her authenticator calls her: on her own device alone.</param>
    public object OptionsFor(PasskeyWish wish, string handle, (string Name, string Says) user, IEnumerable<Passkey> has)
        => new
        {
            wish.Challenge,
            // Browsers show the domain, and no longer the name.
            Rp = new { Id = checks.Domain, Name = checks.Domain },
            User = new { Id = handle, user.Name, DisplayName = user.Says },
            PubKeyCredParams = PasskeyChecks.Algorithms.Select(one => new { Type = "public-key", Alg = one }),
            Timeout = (int)PasskeyCeremony.Life.TotalMilliseconds,
            ExcludeCredentials = has.Select(one => new { Type = "public-key", Id = one.Credential }),
            AuthenticatorSelection = new
            {
                ResidentKey = "required",
                RequireResidentKey = true,
                UserVerification = "required",
            },
            Attestation = "none",
        };

    /// <summary>Whose a credential is; null where it is nobody's.</summary>
    public async Task<string?> OwnerOf(string credential, CancellationToken stop) =>
        (await store.Find(PasskeyChecks.ClaimOf(credential), stop))?.Record.Owner;

    /// <summary>Takes an answer to a ceremony, which is spent with it, right or wrong.</summary>
    /// <param name="on">What it is to open: the same answer for something else is another one.</param>
    /// <param name="passkey">The one that its id leads to, where it does.</param>
    public async Task<Result<PasskeyUse>> Take(
        PasskeyShown shown, string on, Passkey? passkey, string? handle, CancellationToken stop)
    {
        var (answer, now) = (Hash($"{on} {shown.Answer}"), clock.GetUtcNow());
        var taken = await store.Update(
            shown.Ceremony, $"try-{Guid.NewGuid():N}", ceremony => ceremony.Take(answer, now), stop);
        if (taken.Refusal?.Code == "record.unknown") return PasskeyRefusals.Over;
        if (taken.IsRefused(out var refusal, out var ceremony)) return refusal;
        var signed = await checks.Shown(shown.Answer, ceremony.Challenge, passkey, handle, stop);
        return signed.As(count => new PasskeyUse(shown.Answer.Credential, ceremony.Id.Value, count));
    }

    /// <summary>The passkey that an authenticator has made for a wish, taken for its owner.</summary>
    public async Task<Result<Passkey>> Make(
        string owner, PasskeyWish wish, string handle, string name, PasskeyAttestation answer, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (now >= wish.Until) return PasskeyRefusals.Over;
        var checkedNow = await checks.Made(answer, wish.Challenge, handle, stop);
        if (checkedNow.IsRefused(out var wrong, out var made)) return wrong;
        var claim = PasskeyChecks.ClaimOf(made.Credential);
        var taken = await store.Put<PasskeyClaim>(
            claim, $"taken-{Guid.NewGuid():N}", known => PasskeyClaim.Take(known, claim, owner), stop);
        return taken.As(_ => new Passkey(wish.Id, name, made.Credential, made.PublicKey, made.Counter, now));
    }

    /// <summary>Nobody's any more.</summary>
    public async Task Release(string credential, CancellationToken stop)
    {
        if (await store.Find(PasskeyChecks.ClaimOf(credential), stop) is { } claim)
            await store.Remove(claim.Record.Id, claim.Version, stop);
    }

    /// <summary>All that somebody ever had.</summary>
    public async Task ReleaseAll(string owner, CancellationToken stop)
    {
        string? cursor = null;
        do
        {
            var page = await store.List<PasskeyClaim>(PasskeyKinds.Of(owner), PageSize, cursor, stop);
            foreach (var claim in page.Items) await store.Remove(claim.Record.Id, claim.Version, stop);
            cursor = page.Cursor;
        }
        while (cursor is not null);
    }

    private static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
