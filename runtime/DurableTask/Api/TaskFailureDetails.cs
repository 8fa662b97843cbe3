using System.Reflection;

namespace Microsoft.DurableTask;

/// <summary>What a task or an orchestration failed of.</summary>
/// <param name="ErrorType">The full name of the exception's type.</param>
/// <param name="ErrorMessage">The exception's message.</param>
/// <param name="StackTrace">Where it was thrown.</param>
/// <param name="InnerFailure">What caused it.</param>
/// <param name="Properties">Further facts; the embedded engine adds none.</param>
public record TaskFailureDetails(
    string ErrorType,
    string ErrorMessage,
    string? StackTrace,
    TaskFailureDetails? InnerFailure,
    IDictionary<string, object?>? Properties)
{
    public static TaskFailureDetails FromException(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        var inner = (exception, exception.InnerException) switch
        {
            (TaskFailedException { InnerException: null } failed, _) => failed.FailureDetails,
            (_, { } cause) => FromException(cause),
            _ => null,
        };
        return new(exception.GetType().ToString(), exception.Message, exception.StackTrace, inner, null);
    }

    public override string ToString() => $"{ErrorType}: {ErrorMessage}";

    /// <summary>Whether the failure was of this type of exception or of one derived from it.</summary>
    public bool IsCausedBy<T>()
        where T : Exception => IsCausedBy(typeof(T));

    /// <inheritdoc cref="IsCausedBy{T}"/>
    /// <exception cref="ArgumentException">The type is no exception.</exception>
    /// <exception cref="AmbiguousMatchException">Several loaded types have the failure's name.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        ArgumentNullException.ThrowIfNull(targetBaseExceptionType);
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException(
                $"The type {targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        }

        return !string.IsNullOrEmpty(ErrorType)
            && Thrown(targetBaseExceptionType.Assembly) is { } thrown
            && targetBaseExceptionType.IsAssignableFrom(thrown);
    }

    private Type? Thrown(Assembly likely)
    {
        if (Type.GetType(ErrorType) is { } system)
            return system;
        if (likely.GetType(ErrorType) is { } near)
            return near;
        var found = AppDomain.CurrentDomain.GetAssemblies().Select(one => one.GetType(ErrorType)).OfType<Type>();
        return found.Take(2).ToArray() switch
        {
            [] => null,
            [var only] => only,
            _ => throw new AmbiguousMatchException($"Several exception types are named '{ErrorType}'."),
        };
    }
}
