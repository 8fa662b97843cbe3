namespace Serverless.Runtime.DurableTask;

/// <summary>Something in the file is not what was once written there.</summary>
internal sealed class UnreadableException(string message, Exception? cause = null) : Exception(message, cause);
