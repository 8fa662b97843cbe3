namespace Serverless.Dev;

/// <summary>Asks parts whether they are ready.</summary>
internal static class Health
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>True when all of the part's addresses answer.</summary>
    public static async Task<bool> Answers(Part part, CancellationToken stop)
    {
        foreach (var address in part.Health)
        {
            if (await Ask(address, stop) is not { } status) return false;
            // Azurite answers an anonymous question with a 400; the others have an address for this.
            if (status >= 300 && part.Name != "azurite") return false;
        }
        return true;
    }

    private static async Task<int?> Ask(string address, CancellationToken stop)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(address), stop);
            return (int)answer.StatusCode;
        }
        catch (Exception none) when (none is HttpRequestException
            || (none is TaskCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }
    }
}
