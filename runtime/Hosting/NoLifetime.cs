using Microsoft.Extensions.Hosting;

namespace Serverless.Runtime;

/// <summary>Leaves signals to the host itself, which ends its parts in order.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
