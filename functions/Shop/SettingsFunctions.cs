using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What the shop's owner has decided: read, changed as a whole, and every version kept.</summary>
public sealed class SettingsFunctions(
    Policies policies, SettingsViews views, TableStore store, RosterLook roster, ICarrier carrier, Logos logos)
{
    /// <summary>Bytes that settings may have: packed or not, they fit a row with room to spare.</summary>
    public const int MostBytes = 512 * 1024;

    [Function("GetSettings")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/settings")] HttpRequest request,
        CancellationToken stop)
    {
        var policy = await Newest(stop);
        return Answers.Tagged(request, Tag(policy.Version), views.Of(policy));
    }

    /// <summary>Makes the next version. Sent twice from the same version, the second answers as the first.</summary>
    [Function("PutSettings")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/settings")] HttpRequest request,
        CancellationToken stop)
    {
        if (SeenBy(request) is not { } seen) return Answers.Problem(SettingsRefusals.NoVersion);
        var read = await Body.Read(request, MostBytes, SettingsRefusals.TooLarge, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        if (BodyShape.Read<ShopPolicy>(fields.Element).IsRefused(out var bad, out var wanted))
            return Answers.Problem(bad);
        wanted = ShopPhones.Of(wanted);
        if (SettingsViews.FaultsOf(wanted, carrier) is { Count: > 0 } faults)
            return Answers.Problem(ShopCheckRefusals.Faulty with { Fields = faults });
        if (await logos.Fault(wanted.Look, stop) is { } lost)
            return Answers.Problem(ShopCheckRefusals.Faulty with { Fields = [lost] });
        var set = await policies.Set(seen, wanted, stop);
        if (set.IsRefused(out var refusal, out var shop)) return Answers.Problem(refusal);
        return Answers.Tagged(request, Tag(shop.Version), views.Of(shop.Policy));
    }

    /// <summary>Who has made which version when, the newest first.</summary>
    [Function("GetSettingsVersions")]
    public async Task<IResult> Versions(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/settings/versions")] HttpRequest request,
        CancellationToken stop)
    {
        if (Page.Of(request, "versions").IsRefused(out var refusal, out var page)) return Answers.Problem(refusal);
        int newest = (await Newest(stop)).Version;
        if (page.Cursor is { } cursor && !TryNumber(cursor, out newest)) return Answers.Problem(EdgeRefusals.Cursor);
        int[] numbers = [.. Enumerable.Range(0, page.Limit).Select(back => newest - back).Where(number => number > 0)];
        var facts = await Task.WhenAll(
            numbers.Select(number => store.FindFact(Shop.TheOne, Shop.CauseOf(number), stop)));
        var names = await roster.Now(stop);
        int next = newest - page.Limit;
        return Answers.Ok(new
        {
            Items = numbers.Zip(facts).Where(one => one.Second is not null).Select(one => new
            {
                Version = one.First,
                one.Second!.At,
                By = Timelines.NameOf(names, one.Second.By),
            }),
            Cursor = next > 0 ? next.ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    [Function("GetSettingsVersion")]
    public async Task<IResult> Version(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/settings/versions/{number}")]
        HttpRequest request, string number, CancellationToken stop) =>
        TryNumber(number, out int version) && await policies.Find(version, stop) is { } policy
            ? Answers.Tagged(request, Tag(version), new { Version = version, Settings = policy })
            : Answers.Problem(SettingsRefusals.Unknown);

    // From the store: who is about to change it wants what stands, and not what stood half a minute ago.
    private async Task<ShopPolicy> Newest(CancellationToken stop) =>
        (await store.Find(Shop.TheOne, stop))?.Record is { } shop
            ? shop.Policy with { Version = shop.Version }
            : ShopPolicy.Default;

    // A strong tag with the number in it: "7".
    private static int? SeenBy(HttpRequest request)
    {
        var tag = request.Headers.IfMatch.ToString();
        bool quoted = tag.Length > 2 && tag[0] == '"' && tag[^1] == '"';
        return quoted && (TryNumber(tag[1..^1], out int number) || tag == Zero) ? number : null;
    }

    private const string Zero = "\"0\"";

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number > 0;

    private static string Tag(int version) => version.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Why settings were not read or written.</summary>
public static class SettingsRefusals
{
    public static readonly Refusal NoVersion = new(
        Because.Invalid, "settings.no_version",
        "Say in If-Match which version you have changed, as its ETag gave it: \"7\", or \"0\" before the first.");
    public static readonly Refusal TooLarge = new(
        Because.Invalid, "settings.too_large",
        $"All settings together have at most {SettingsFunctions.MostBytes} bytes. Shorten the texts.");
    public static readonly Refusal Unknown =
        new(Because.Unknown, "settings.unknown", "There is no such version of the settings.");
}
