using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Runtime.DurableTask;

/// <summary>The tags that an instance was started with, as the file keeps them.</summary>
internal static class Tags
{
    public static string? Write(IDictionary<string, string> tags) =>
        tags.Count == 0 ? null : JsonSerializer.Serialize(new(tags), TagsJson.Default.DictionaryStringString);

    public static Dictionary<string, string> Read(string? json) =>
        json is null ? [] : JsonSerializer.Deserialize(json, TagsJson.Default.DictionaryStringString) ?? [];
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TagsJson : JsonSerializerContext;
