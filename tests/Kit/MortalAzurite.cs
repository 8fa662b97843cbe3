using System.Diagnostics;

namespace Serverless.Tests;

/// <summary>A storage emulator that a test takes away for a while, and brings back with all that it held.</summary>
public sealed class MortalAzurite : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("serverless-mortal-azurite-");
    private readonly Azurite azurite;
    private Process? process;

    public MortalAzurite()
    {
        (azurite, process) = Azurite.Launch(folder.FullName, null);
        Account = new(azurite);
    }

    public AzuriteAccount Account { get; }

    /// <summary>Where it keeps what it holds; written to its end once it was stopped.</summary>
    public string Folder => folder.FullName;

    /// <summary>Takes it away, and brings it back after a time.</summary>
    public async Task GoAway(TimeSpan time)
    {
        Stop();
        await Task.Delay(time);
        Start();
    }

    public void Stop()
    {
        bool wrote = Azurite.Stop(process!, Patience);
        process!.Dispose();
        process = null;
        if (!wrote)
            throw new InvalidOperationException("Azurite was killed before it had written down what it held.");
    }

    /// <summary>The same, at the same addresses.</summary>
    public void Start() => (_, process) = Azurite.Launch(folder.FullName, azurite);

    public void Dispose()
    {
        if (process is not null) Stop();
        folder.Delete(recursive: true);
    }
}
