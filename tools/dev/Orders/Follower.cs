namespace Serverless.Dev;

/// <summary>Looks at one order or return again and again, and tells each state once.</summary>
internal sealed class Follower(ShopClient client, Purchase purchase, CancellationToken stop)
{
    private readonly Patience _patience = client.Patience;
    private int _told;

    /// <summary>Asks until <paramref name="isEnd"/> says so; what did not change is not sent again.</summary>
    public async Task<T> To<T>(string path, string token, TimeSpan pace, Func<T, Task<bool>> isEnd) where T : class
    {
        string? tag = null;
        T? known = null;
        while (true)
        {
            (var changed, tag) = await client.GetIfChanged<T>(path, token, tag);
            known = changed ?? known;
            if (known is not null && await isEnd(known)) return known;
            _patience.RequireSome("the next state");
            await Task.Delay(pace, stop);
        }
    }

    /// <summary>Tells the states of a timeline that were not told yet.</summary>
    public void Hear(IReadOnlyList<Moment>? timeline)
    {
        foreach (var moment in (timeline ?? []).Skip(_told))
        {
            _told++;
            if (moment.Status != purchase.Status) purchase.Reach(moment.Status, moment.At);
        }
    }
}
