using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>A currency of ISO 4217, with the number of digits after its decimal point.</summary>
[JsonConverter(typeof(CurrencyConverter))]
public readonly record struct Currency
{
    private static readonly Dictionary<string, int> Exponents = new(StringComparer.Ordinal)
    {
        ["PHP"] = 2,
        ["USD"] = 2,
        ["EUR"] = 2,
        ["AUD"] = 2,
        ["JPY"] = 0,
        ["SGD"] = 2,
        ["GBP"] = 2,
    };

    private Currency(string code) => Code = code;

    public string Code { get; }

    /// <summary>Digits after the decimal point (ISO 4217): 2 for PHP, 0 for JPY.</summary>
    public int Exponent => Exponents[Code];

    public static readonly Currency Php = new("PHP");
    public static readonly Currency Usd = new("USD");

    /// <summary>Every one that is known.</summary>
    public static IEnumerable<Currency> All => Exponents.Keys.Select(code => new Currency(code));

    public static bool TryParse(string? code, out Currency currency)
    {
        bool known = code is not null && Exponents.ContainsKey(code);
        currency = known ? new Currency(code!) : default;
        return known;
    }

    public static Currency Parse(string code) =>
        TryParse(code, out var currency) ? currency : throw new FormatException($"'{code}' is no currency we know.");

    public override string ToString() => Code;
}

internal sealed class CurrencyConverter : JsonConverter<Currency>
{
    public override Currency Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Currency.TryParse(reader.GetString(), out var currency)
            ? currency
            : throw new JsonException("The currency is not one that we know.");

    public override void Write(Utf8JsonWriter writer, Currency value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code);
}

/// <summary>An amount in whole minor units (centavos, cents) of one currency.</summary>
public readonly record struct Money(long Amount, Currency Currency) : IComparable<Money>
{
    public static Money Zero(Currency currency) => new(0, currency);

    public static Money operator +(Money a, Money b) => new(checked(a.Amount + Same(a, b).Amount), a.Currency);

    public static Money operator -(Money a, Money b) => new(checked(a.Amount - Same(a, b).Amount), a.Currency);

    public static Money operator *(Money a, int times) => new(checked(a.Amount * times), a.Currency);

    public static bool operator <(Money a, Money b) => a.CompareTo(b) < 0;

    public static bool operator >(Money a, Money b) => a.CompareTo(b) > 0;

    public static bool operator <=(Money a, Money b) => a.CompareTo(b) <= 0;

    public static bool operator >=(Money a, Money b) => a.CompareTo(b) >= 0;

    public int CompareTo(Money other) => Amount.CompareTo(Same(this, other).Amount);

    /// <summary>The part <paramref name="of"/>/<paramref name="whole"/>, rounded half away from zero.</summary>
    public Money Part(long of, long whole)
    {
        var exact = (decimal)Amount * of / whole;
        return new((long)Math.Round(exact, MidpointRounding.AwayFromZero), Currency);
    }

    /// <summary>As people read it: <c>PHP 1,250.00</c>.</summary>
    public override string ToString()
    {
        var major = Amount / (decimal)Math.Pow(10, Currency.Exponent);
        return $"{Currency.Code} {major.ToString("N" + Currency.Exponent, CultureInfo.InvariantCulture)}";
    }

    private static Money Same(Money a, Money b) => a.Currency == b.Currency
        ? b
        : throw new InvalidOperationException($"{a.Currency} and {b.Currency} cannot be added or compared.");
}
