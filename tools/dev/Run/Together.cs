namespace Serverless.Dev;

/// <summary>Does several things at once; the first that fails ends the others, and is the one that is told.</summary>
internal static class Together
{
    public static async Task Run(CancellationToken stop, params IEnumerable<Func<CancellationToken, Task>> works)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAll(works.Select(Guarded).ToArray());

        async Task Guarded(Func<CancellationToken, Task> work)
        {
            try
            {
                await work(failed.Token);
            }
            catch (Exception)
            {
                await failed.CancelAsync();
                throw;
            }
        }
    }
}
