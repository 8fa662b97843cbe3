using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Serverless.Runtime;

/// <summary>Turns the text that a trigger brings into what a parameter wants; what is no known type is JSON.</summary>
internal static class TextConversion
{
    /// <summary>The argument, or an error that names the parameter and says nothing of the text.</summary>
    public static object? To(ParameterInfo parameter, string text, InvocationContext context)
    {
        try
        {
            return To(parameter.ParameterType, text, context.InstanceServices);
        }
        catch (Exception exception) when (exception is FormatException or JsonException or NotSupportedException)
        {
            throw new FunctionInputConverterException(
                $"Function '{context.Function.Name}': the value for parameter '{parameter.Name}' cannot be read as " +
                $"{parameter.ParameterType.Name}.", exception);
        }
    }

    private static object? To(Type type, string text, IServiceProvider services)
    {
        if (type == typeof(string) || type == typeof(object))
            return text;
        if (type == typeof(byte[]))
            return Encoding.UTF8.GetBytes(text);
        if (type == typeof(BinaryData))
            return BinaryData.FromString(text);
        if (type == typeof(Guid) || type == typeof(Guid?))
            return Guid.Parse(text);
        if (type == typeof(DateTimeOffset) || type == typeof(DateTimeOffset?))
            return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        if (type == typeof(DateTime) || type == typeof(DateTime?))
            return DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return JsonSerializer.Deserialize(text, type, Json(services));
    }

    private static JsonSerializerOptions Json(IServiceProvider services) =>
        services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;
}
