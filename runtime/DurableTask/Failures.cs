using Google.Protobuf;
using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>Why something failed, as histories keep it.</summary>
internal static class Failures
{
    public static TaskFailureDetails Of(Exception failure)
    {
        var details = new TaskFailureDetails
        {
            ErrorType = failure.GetType().FullName ?? failure.GetType().Name,
            ErrorMessage = failure.Message,
            StackTrace = failure.StackTrace,
        };
        if (failure.InnerException is { } cause)
            details.InnerFailure = Of(cause);
        return details;
    }

    public static TaskFailureDetails Read(byte[] written)
    {
        try
        {
            return TaskFailureDetails.Parser.ParseFrom(written);
        }
        catch (InvalidProtocolBufferException damaged)
        {
            return Of(new UnreadableException("Why it failed cannot be read.", damaged));
        }
    }

    /// <summary>Trying it again would fail again.</summary>
    public static TaskFailureDetails Lasting(string type, string message) =>
        new() { ErrorType = type, ErrorMessage = message, IsNonRetriable = true };
}
