using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>How a party's webhooks misbehave; all off by default.</summary>
/// <param name="LateSeconds">Each is held back this long.</param>
/// <param name="Twice">Each is sent two times at once.</param>
/// <param name="OutOfOrder">Every other one is held back for 3 s, so that later ones overtake it.</param>
/// <param name="BeforeResponse">Each is delivered before the call that caused it is answered.</param>
/// <param name="Lost">None is sent at all.</param>
/// <param name="SearchLagSeconds">How long the party's own search does not find what is new.</param>
internal sealed record Misbehaviour(
    double LateSeconds = 0, bool Twice = false, bool OutOfOrder = false, bool BeforeResponse = false,
    bool Lost = false, double SearchLagSeconds = 0);

/// <summary>Who tells the shop by webhook, where to, and how it signs.</summary>
/// <param name="Sign">From the body to the name and value of the header that proves it.</param>
internal sealed record WebhookSender(string Party, string Path, Func<string, (string Header, string Value)> Sign);

/// <summary>Delivers webhooks to the shop until it answers 2xx.</summary>
internal sealed class Webhooks : IDisposable
{
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);
    private static readonly TimeSpan HeldBack = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, WebhookSender> senders = [];
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Shelf<Misbehaviour> manners;
    private readonly Agenda agenda;
    private readonly SandboxClock clock;
    private readonly SandboxLog log;
    private readonly Uri shop;
    private int sent;

    public Webhooks(SandboxFile file, Agenda agenda, SandboxClock clock, SandboxLog log, string functionsUrl)
    {
        (this.agenda, this.clock, this.log) = (agenda, clock, log);
        shop = new(functionsUrl);
        manners = new(file, "misbehaviour");
        agenda.On("webhook", Deliver);
    }

    public void Add(WebhookSender sender) => senders[sender.Party] = sender;

    public Misbehaviour MannersOf(string party) => manners.Find(party) ?? new();

    public IEnumerable<string> Parties => senders.Keys;

    public void Misbehave(string party, Misbehaviour how) => manners.Put(party, how);

    public void Behave() => manners.Clear();

    /// <summary>Sends an event as part of the change under way; answers the appointments that deliver it.</summary>
    public IReadOnlyList<string> Send(string party, string lane, string id, string body)
    {
        var how = MannersOf(party);
        if (how.Lost)
            return [];
        var after = TimeSpan.FromSeconds(how.LateSeconds);
        if (how.OutOfOrder && Interlocked.Increment(ref sent) % 2 == 1)
            after += HeldBack;
        string notice = JsonSerializer.Serialize(new Notice(party, id, body, clock.GetUtcNow()), SandboxFile.Json);
        string first = agenda.Add("webhook", lane, notice, after);
        return how.Twice ? [first, agenda.Add("webhook", lane + " again", notice, after)] : [first];
    }

    private async Task<TimeSpan?> Deliver(Appointment appointment, CancellationToken stop)
    {
        var notice = JsonSerializer.Deserialize<Notice>(appointment.Body, SandboxFile.Json)!;
        if (await Post(notice, first: appointment.Tries == 0, stop))
            return null;
        if (clock.GetUtcNow() - notice.At > GiveUpAfter)
        {
            log.Say($"webhook {notice.Id} of {notice.Party} was never taken; given up");
            return null;
        }
        // Half a second, then doubling up to five: a function app that restarts should not be waited for long.
        return TimeSpan.FromSeconds(Math.Min(0.5 * Math.Pow(2, Math.Min(appointment.Tries, 10)), 5));
    }

    private async Task<bool> Post(Notice notice, bool first, CancellationToken stop)
    {
        var sender = senders[notice.Party];
        var (header, value) = sender.Sign(notice.Body);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(shop, sender.Path));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(notice.Body));
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        request.Headers.TryAddWithoutValidation(header, value);
        try
        {
            using var response = await http.SendAsync(request, stop);
            log.Say($"webhook {notice.Id} of {notice.Party} -> {(int)response.StatusCode}");
            return response.IsSuccessStatusCode;
        }
        catch (Exception away) when (
            away is HttpRequestException or IOException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            // Said once: a shop that stays away is tried every few seconds.
            if (first)
                log.Say($"webhook {notice.Id} of {notice.Party}: the shop is away");
            return false;
        }
    }

    public void Dispose() => http.Dispose();

    private sealed record Notice(string Party, string Id, string Body, DateTimeOffset At);
}
