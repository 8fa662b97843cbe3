namespace Serverless.Dev;

internal sealed class DemoCatalog(Ports ports, string staffToken)
{
    public Task<string?> LoadIfEmpty(Step step, CancellationToken stop)
    {
        _ = (ports, staffToken, step, stop);
        return Task.FromResult<string?>("stand-in");
    }
}
