using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Tests.Adapters;

/// <summary>A record to try the store with: sweets are put in and taken out.</summary>
public sealed record Jar(Id<Jar> Id, int Sweets, string? Shelf = null, string Label = "")
{
    public static readonly Refusal Empty = new(Because.Conflict, "jar.empty", "There are not so many sweets in it.");

    public Result<Jar> Add(int sweets) => this with { Sweets = Sweets + sweets };

    public Result<Jar> Take(int sweets) => sweets > Sweets ? Empty : this with { Sweets = Sweets - sweets };

    public Result<Jar> PutOn(string? shelf) => this with { Shelf = shelf };

    public Result<Jar> Stick(string label) => this with { Label = label };
}

/// <summary>Another kind of record, whose timeline keeps little.</summary>
public sealed record Tin(Id<Tin> Id, int Biscuits);

/// <summary>One process's view of a storage account: its clients, its store, its counted calls, its bad luck.</summary>
public sealed class Bench
{
    public Bench(StorageAccount account, FakeTimeProvider? clock = null)
    {
        Clock = clock ?? new FakeTimeProvider(new(2025, 11, 11, 0, 0, 0, TimeSpan.Zero));
        Clients = StorageClients.From(Configuration(account), Calls, account.Transport, Luck);
        Store = new TableStore(Clients.Tables, Kinds, Seal, Clock);
        Journal = new Journal(Clients.Tables, () => LegalEntity.Nobody);
    }

    public static RecordSeal Seal { get; } = new(new TextSeal("a-key-of-at-least-thirty-two-characters"));

    public static RecordKinds Kinds { get; } = new RecordKinds()
        .Add(new RecordKind<Jar>("jars")
        {
            Status = jar => jar.Sweets == 0 ? "Emptied" : "Filled",
            Lists = jar => jar.Shelf is { } shelf ? [new ListRow(shelf, $"{jar.Sweets:D5}")] : [],
        })
        .Add(new RecordKind<Tin>("tins")
        {
            Status = _ => "Baked",
            Fact = (after, before) => new { More = after.Biscuits - (before?.Biscuits ?? 0) },
        })
        .Shard("busy", 4);

    public FakeTimeProvider Clock { get; }

    public StorageCalls Calls { get; } = new();

    public Luck Luck { get; } = new();

    public StorageClients Clients { get; }

    public TableStore Store { get; }

    public Journal Journal { get; }

    public static Id<T> NewId<T>() => new(Guid.NewGuid().ToString("D"));

    /// <summary>Opens a jar, so that its cause is <c>opened</c>.</summary>
    public async Task<Id<Jar>> Open(int sweets, string? shelf = null)
    {
        var id = NewId<Jar>();
        (await Store.Insert(id, "opened", () => new Jar(id, sweets, shelf))).OrThrow();
        return id;
    }

    public async Task<Jar> Look(Id<Jar> id) => (await Store.Find(id))!.Record;

    /// <summary>The calls that the work makes, by kind.</summary>
    public async Task<Dictionary<string, int>> Counted(Func<Task> work)
    {
        var before = Calls.Snapshot();
        await work();
        return Calls.Since(before).ToDictionary(pair => pair.Key.ToString(), pair => pair.Value);
    }

    private static IConfiguration Configuration(StorageAccount account) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("AzureWebJobsStorage", account.ConnectionString)])
        .Build();
}

/// <summary>Bad luck with the storage, as a test wants it.</summary>
public sealed class Luck : HttpPipelinePolicy
{
    /// <summary>Thrown instead of sending, where it answers one.</summary>
    public Func<Request, Exception?>? Before { get; set; }

    /// <summary>Thrown after the storage has answered, where it answers one: the answer is lost.</summary>
    public Func<Request, Exception?>? After { get; set; }

    public static bool IsBatch(Request request) =>
        request.Uri.ToString().Contains("$batch", StringComparison.Ordinal);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Meet(Before, message);
        ProcessNext(message, pipeline);
        Meet(After, message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Meet(Before, message);
        await ProcessNextAsync(message, pipeline);
        Meet(After, message);
    }

    private static void Meet(Func<Request, Exception?>? luck, HttpMessage message)
    {
        if (luck?.Invoke(message.Request) is { } fault) throw fault;
    }
}

/// <summary>The process ends here; nobody handles that.</summary>
public sealed class ProcessEndedException : Exception;
