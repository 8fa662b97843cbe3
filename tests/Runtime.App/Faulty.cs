using Microsoft.Extensions.Hosting;

namespace Serverless.Tests.Trouble;

/// <summary>A background service that throws at a sign, which ends the program with exit code 0.</summary>
public sealed class Faulty(Diary diary) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await diary.Wait("fall", stoppingToken);
        throw new InvalidOperationException("The background has fallen down.");
    }
}
