using System.Collections.Concurrent;

namespace Serverless.Adapters;

/// <summary>Tables or queues by name, each made when this process first uses it.</summary>
internal sealed class OpenOnce<TClient>(Func<string, Task<TClient>> make)
{
    private readonly ConcurrentDictionary<string, Task<TClient>> open = new(StringComparer.Ordinal);

    public async Task<TClient> Open(string name)
    {
        var opening = open.GetOrAdd(name, make);
        try
        {
            return await opening;
        }
        catch
        {
            // The next one tries again; only success is remembered.
            open.TryRemove(new(name, opening));
            throw;
        }
    }
}
