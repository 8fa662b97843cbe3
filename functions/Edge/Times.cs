using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>Days and times in a body, as <see cref="IsoTime"/> reads them; a day is one of the seller's.</summary>
public static class Times
{
    /// <summary>Clocks differ a little: a time that is ahead by no more is now.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>From when something holds: a day does from its first moment. Null when absent.</summary>
    public static DateTimeOffset? OptionalFrom(this Fields fields, string name, LegalEntity seller) =>
        Read(fields, name, text => IsoTime.From(text, seller));

    /// <summary>When something no longer holds: a day still does, to its end. Null when absent.</summary>
    public static DateTimeOffset? OptionalUntil(this Fields fields, string name, LegalEntity seller) =>
        Read(fields, name, text => IsoTime.Until(text, seller));

    /// <summary>By when something is there: on a day, at its last moment. Null when absent.</summary>
    public static DateTimeOffset? OptionalBy(this Fields fields, string name, LegalEntity seller) =>
        Read(fields, name, text => IsoTime.By(text, seller));

    /// <summary>When something happened, which it has by now. Null when absent.</summary>
    public static DateTimeOffset? OptionalPast(
        this Fields fields, string name, LegalEntity seller, DateTimeOffset now)
    {
        var at = fields.OptionalFrom(name, seller);
        if (at <= now + Ahead || at is null) return at;
        fields.Refuse(name, "This lies in the future: say when it was.");
        return null;
    }

    private static DateTimeOffset? Read(Fields fields, string name, Func<string, DateTimeOffset?> read)
    {
        if (fields.Optional(name, 40) is not { } text) return null;
        var at = read(text);
        if (at is null) fields.Refuse(name, IsoTime.Form);
        return at;
    }
}
