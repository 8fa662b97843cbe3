using System.Text.Json.Serialization;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Points of a customer have come to their end.</summary>
/// <param name="At">Which end; nothing that comes later ends at that time.</param>
public sealed record PointsDue(
    [property: JsonRequired] Id<StoredValue> Account, [property: JsonRequired] DateTimeOffset At) : IKnownById
{
    public const string Queue = "points-due";

    string IKnownById.MessageId => $"{Account}-{At.UtcTicks}";
}
