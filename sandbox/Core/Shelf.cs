using System.Collections.Concurrent;
using System.Text.Json;

namespace Serverless.Sandbox;

/// <summary>All documents of one kind, by id.</summary>
internal sealed class Shelf<T> where T : class
{
    private readonly ConcurrentDictionary<string, T> items = new(StringComparer.Ordinal);
    private readonly SandboxFile file;
    private readonly string kind;

    public Shelf(SandboxFile file, string kind)
    {
        (this.file, this.kind) = (file, kind);
        foreach (var (id, body) in file.Read(kind))
            items[id] = JsonSerializer.Deserialize<T>(body, SandboxFile.Json)!;
    }

    public IEnumerable<T> All => items.Values;

    public IEnumerable<KeyValuePair<string, T>> Pairs => items;

    public T? Find(string? id) => id is not null && items.TryGetValue(id, out var item) ? item : null;

    public T Put(string id, T item) => file.Change(() =>
    {
        var before = Find(id);
        file.Write(kind, id, JsonSerializer.Serialize(item, SandboxFile.Json), () => Restore(id, before));
        items[id] = item;
        return item;
    });

    public void Remove(string id) => file.Change(() =>
    {
        var before = Find(id);
        file.Write(kind, id, null, () => Restore(id, before));
        items.TryRemove(id, out _);
    });

    public void Clear() => file.Change(() =>
    {
        foreach (string id in items.Keys)
            Remove(id);
    });

    private void Restore(string id, T? before)
    {
        if (before is null)
            items.TryRemove(id, out _);
        else
            items[id] = before;
    }
}
