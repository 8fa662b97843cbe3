namespace Serverless.Sandbox;

/// <summary>An error object of the payment provider, with the HTTP status that goes with it.</summary>
internal sealed class StripeFault(int status, string type, string? code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string? Code { get; } = code;

    public string? Param { get; init; }

    public string? DeclineCode { get; init; }

    public object? Payment { get; init; }

    public object? Method { get; init; }

    public string? Charge { get; init; }

    /// <summary>
    /// Whether work had begun, so that the idempotency key remembers the error. What fails validation is not
    /// remembered (docs.stripe.com/api/idempotent_requests).
    /// </summary>
    public bool Remembered { get; init; }

    public StripeAnswer Answer(string request) => new(Status, new
    {
        error = new Dictionary<string, object?>
        {
            ["type"] = type,
            ["code"] = Code,
            ["decline_code"] = DeclineCode,
            ["message"] = Message,
            ["param"] = Param,
            ["charge"] = Charge,
            ["payment_intent"] = Payment,
            ["payment_method"] = Method,
            ["doc_url"] = Code is null ? null : $"https://stripe.com/docs/error-codes/{Code.Replace('_', '-')}",
            ["request_log_url"] = $"/sandbox/requests/{request}",
        }.Where(field => field.Value is not null).ToDictionary(),
    });

    public static StripeFault Invalid(string code, string? param, string message) =>
        new(400, "invalid_request_error", code, message) { Param = param };

    public static StripeFault Missing(string param) =>
        Invalid("parameter_missing", param, $"Missing required param: {param}.");

    public static StripeFault Unknown(string what, string id, string param) =>
        new(404, "invalid_request_error", "resource_missing", $"No such {what}: '{id}'") { Param = param };

    public static StripeFault WrongKey() =>
        new(401, "invalid_request_error", null, "Invalid API Key provided, or none at all.");

    public static StripeFault Forbidden() => new(
        403, "invalid_request_error", "secret_key_required",
        "This API call cannot be made with a publishable API key. Please use a secret API key.");

    public static StripeFault KeyInUse(string key) => new(
        409, "invalid_request_error", "idempotency_key_in_use",
        $"Another request with the idempotency key '{key}' is still under way. Try again later.");

    public static StripeFault OtherParameters(string key) => new(
        400, "idempotency_error", null,
        $"The idempotency key '{key}' was first used with other parameters. Use another key for another request.");

    public static StripeFault Card(string code, string message, string? param = null) =>
        new(402, "card_error", code, message) { Param = param };

    /// <summary>What a call is answered that is to suffer a fault; null where the fault lets it through.</summary>
    public static StripeFault? Of(Fault? fault) => fault?.Kind switch
    {
        "error" => new(
            500, "api_error", null, "Something went wrong at the provider. (The sandbox was told to say so.)"),
        "key" => WrongKey(),
        "account" => new(
            403, "invalid_request_error", "testmode_charges_only",
            "Your account has not been activated and can only make test charges. (The sandbox was told to say so.)"),
        "currency" => Invalid("parameter_invalid", "currency", "Invalid currency. (The sandbox was told to say so.)"),
        _ => null,
    };
}
