using System.Text;
using System.Text.Json;

namespace Serverless.Runtime.DurableTask;

/// <summary>Writes and reads what travels between orchestrators, activities and clients.</summary>
internal sealed class Payloads(DurableEngineOptions engine)
{
    // What Durable Task Scheduler takes in one message.
    public const int Limit = 1024 * 1024;

    public JsonSerializerOptions Options => engine.JsonSerializerOptions;

    /// <exception cref="ArgumentException">It is larger than a message may be.</exception>
    public string? Write(object? value, string what)
    {
        if (value is null)
            return null;
        var json = JsonSerializer.Serialize(value, value.GetType(), Options);
        var size = json.Length * 3 <= Limit ? 0 : Encoding.UTF8.GetByteCount(json);
        return size <= Limit
            ? json
            : throw new ArgumentException($"{what} is {size} bytes long as JSON; at most {Limit} are allowed.");
    }

    public T? Read<T>(string? json) => json is null ? default : JsonSerializer.Deserialize<T>(json, Options);
}
