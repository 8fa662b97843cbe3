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

    /// <summary>In a process of its own the message is all that is shown; in a test it is thrown.</summary>
    internal static T OrExit<T>(Func<T> start)
    {
        try
        {
            return start();
        }
        catch (StartException exception) when (HostOverride.Current is null)
        {
            exception.Exit();
            throw;
        }
    }

    internal void Exit()
    {
        Console.Error.WriteLine(Message);
        Environment.Exit(1);
    }
}
