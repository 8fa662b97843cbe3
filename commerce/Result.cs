using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Why something was refused; the one closed list from which every edge derives its answer.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Because>))]
public enum Because
{
    /// <summary>The request cannot be understood or breaks a limit (HTTP 400).</summary>
    Invalid,
    /// <summary>There is no such thing, or it is another's (HTTP 404).</summary>
    Unknown,
    /// <summary>The asker is known and may not (HTTP 403).</summary>
    Forbidden,
    /// <summary>The state of things does not allow it now (HTTP 409).</summary>
    Conflict,
    /// <summary>Who holds the money said no (HTTP 402).</summary>
    Declined,
}

/// <summary>One field of a request that cannot be used, and what to send instead.</summary>
public sealed record BadField(string Name, string Message);

/// <summary>A no that is part of the business: a stable code for programs, a sentence for people.</summary>
/// <param name="Because">The kind of no.</param>
/// <param name="Code">Stable, lower case, <c>noun.state</c>: <c>stock.too_few</c>.</param>
/// <param name="Message">What is the case and what to do about it; never anything private.</param>
public sealed record Refusal(Because Because, string Code, string Message)
{
    /// <summary>All fields of the request that are wrong, when the refusal is about fields.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BadField>? Fields { get; init; }
}

/// <summary>A value, or the refusal to give one. Crosses the wire as plain JSON.</summary>
public sealed record Result<T>
{
    /// <summary>The value; nothing that one should look at when there is a <see cref="Refusal"/>.</summary>
    // Left out where it is the type's default: not every type can be read back from its own default (Id, Money).
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public T? Value { get; init; }

    /// <summary>The refusal; null exactly when there is a value.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Refusal? Refusal { get; init; }

    /// <summary>True with the refusal, or false with the value.</summary>
    public bool IsRefused(
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Refusal? refusal,
        [System.Diagnostics.CodeAnalysis.MaybeNullWhen(true)] out T value)
    {
        (refusal, value) = (Refusal, Value!);
        return refusal is not null;
    }

    /// <summary>The same answer, of which only a part is told.</summary>
    public Result<TPart> As<TPart>(Func<T, TPart> part) => Refusal is null ? part(Value!) : Refusal;

    /// <summary>The value; a programmer's mistake to ask for when it was refused.</summary>
    public T OrThrow() => Refusal is null ? Value! : throw new RefusedException(Refusal);

    public static implicit operator Result<T>(T value) => new() { Value = value };

    public static implicit operator Result<T>(Refusal refusal) => new() { Refusal = refusal };
}

/// <summary>A refusal where none was expected; becomes a fault.</summary>
public sealed class RefusedException(Refusal refusal) : Exception($"{refusal.Code}: {refusal.Message}")
{
    public Refusal Refusal { get; } = refusal;
}
