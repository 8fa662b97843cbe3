namespace Serverless.Runtime;

/// <summary>The app cannot start as it is; the message says what to change, one line per reason.</summary>
public sealed class StartException : Exception
{
    public StartException(string message)
        : base(message)
    {
    }

    public StartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
