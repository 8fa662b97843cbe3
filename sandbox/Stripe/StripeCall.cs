using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Serverless.Sandbox;

/// <summary>One request to the payment provider: who asks, what for, with which form fields.</summary>
internal sealed record StripeCall(
    string Request, string Method, string Path, string? Key, IReadOnlyDictionary<string, string> Form)
{
    /// <summary>The same for a repetition of the same request; says nothing of what is in it.</summary>
    public string Fingerprint()
    {
        var fields = Form
            .OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}");
        string all = string.Join('\n', [Method, Path, .. fields]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }

    public string? Text(string name) => Form.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    public string Required(string name) => Text(name) ?? throw StripeFault.Missing(name);

    public bool Flag(string name) => Text(name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw StripeFault.Invalid("parameter_invalid", name, $"Invalid boolean: {name} must be true or false."),
    };

    public long? Whole(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw StripeFault.Invalid("parameter_invalid_integer", name, $"{name} must be a whole number.");
    }

    /// <summary>An amount in minor units, above zero.</summary>
    public long? Amount(string name)
    {
        long? amount = Whole(name);
        if (amount is < 1)
            throw StripeFault.Invalid("parameter_invalid_integer", name, $"{name} must be 1 or more.");
        return amount;
    }

    /// <summary>The fields <c>name[key]</c>, by key.</summary>
    public Dictionary<string, string> Under(string name) => Form
        .Where(field => field.Key.StartsWith(name + "[", StringComparison.Ordinal) && field.Key.EndsWith(']'))
        .ToDictionary(field => field.Key[(name.Length + 1)..^1], field => field.Value);

    public bool Expands(string name) => Under("expand").Values.Any(path => path == name || path == "data." + name);

    /// <summary>Stripe refuses what it does not know, so that a typing mistake shows.</summary>
    public void Only(params string[] names)
    {
        foreach (string field in Form.Keys)
        {
            string name = field.Split('[')[0];
            // Since 2026-09-30.endive (docs.stripe.com/changelog/endive).
            if (name == "payment_method_types")
                throw StripeFault.Invalid(
                    "payment_method_types_no_longer_supported", name, "Use allowed_payment_method_types instead.");
            if (name != "expand" && !names.Contains(name))
                throw StripeFault.Invalid("parameter_unknown", field, $"Received unknown parameter: {field}");
        }
    }
}

/// <summary>What the payment provider answers.</summary>
internal sealed record StripeAnswer(int Status, object Body)
{
    public static implicit operator StripeAnswer((int Status, object Body) pair) => new(pair.Status, pair.Body);

    public static StripeAnswer Ok(object body) => new(200, body);
}
