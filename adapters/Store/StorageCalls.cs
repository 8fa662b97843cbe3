using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Serverless.Adapters;

/// <summary>One kind of call to the storage: <c>table batch orders</c>, <c>queue send mail</c>.</summary>
/// <param name="Scope">On whose behalf; see <see cref="StorageCalls.For"/>. Empty when nobody said.</param>
public sealed record StorageCall(string Scope, string Service, string Kind, string Name)
{
    public override string ToString() => $"{Service} {Kind} {Name}";
}

/// <summary>Counts calls to the storage by kind, since what storage costs is the number of calls.</summary>
/// <remarks>
/// Every request on the wire counts, repetitions too. What the store saves together counts for whom came first.
/// </remarks>
public sealed class StorageCalls
{
    private const string Subject = "serverless.storage.subject";

    private static readonly AsyncLocal<string?> Scope = new();

    private readonly ConcurrentDictionary<StorageCall, int> counts = new();

    /// <summary>What was counted so far.</summary>
    public IReadOnlyDictionary<StorageCall, int> Snapshot() => new Dictionary<StorageCall, int>(counts);

    /// <summary>What was counted since an earlier snapshot.</summary>
    public IReadOnlyDictionary<StorageCall, int> Since(IReadOnlyDictionary<StorageCall, int> earlier) => counts
        .Select(pair => (pair.Key, More: pair.Value - earlier.GetValueOrDefault(pair.Key)))
        .Where(pair => pair.More > 0)
        .ToDictionary(pair => pair.Key, pair => pair.More);

    /// <summary>Names on whose behalf the calls of this flow are made, until disposed.</summary>
    public static IDisposable For(string scope)
    {
        var before = Scope.Value;
        Scope.Value = scope;
        return new Ending(() => Scope.Value = before);
    }

    /// <summary>Names the table that a batch is for, which its address does not say.</summary>
    internal static IDisposable About(string table) =>
        HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Subject] = table });

    /// <summary>The policy that counts the calls of one client.</summary>
    internal HttpPipelinePolicy Count(string service) => new Policy(this, service);

    private void Add(string service, HttpMessage message)
    {
        var (kind, name) = StorageCallNames.Of(service, message.Request);
        if (name.Length == 0 && message.TryGetProperty(Subject, out var subject)) name = subject as string ?? "";
        counts.AddOrUpdate(new(Scope.Value ?? "", service, kind, name), 1, (_, count) => count + 1);
    }

    private sealed class Policy(StorageCalls calls, string service) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => calls.Add(service, message);
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
