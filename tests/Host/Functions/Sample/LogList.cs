using Microsoft.Extensions.Logging;

namespace Serverless.Tests.Runtime;

/// <summary>Keeps what a host logs.</summary>
public sealed class LogList : ILoggerProvider
{
    private readonly List<(LogLevel Level, string Category, string Text, Exception? Exception)> lines = [];

    public IReadOnlyList<(LogLevel Level, string Category, string Text, Exception? Exception)> Lines
    {
        get
        {
            lock (lines)
                return [.. lines];
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        // What was logged is looked at after the host is gone.
    }

    private sealed class Logger(LogList list, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            lock (list.lines)
                list.lines.Add((logLevel, category, formatter(state, exception), exception));
        }
    }
}
