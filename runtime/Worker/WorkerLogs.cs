using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime;

/// <summary>Writes what the app logs, which its worker sends as text, under the app's own categories.</summary>
internal sealed class WorkerLogs(ILoggerFactory loggers)
{
    private readonly ConcurrentDictionary<string, ILogger> byCategory = new();

    public void Write(RpcLog log)
    {
        var level = (LogLevel)Math.Clamp((int)log.Level, (int)LogLevel.Trace, (int)LogLevel.None);
        var logger = byCategory.GetOrAdd(
            log.Category.Length == 0 ? "Worker" : log.Category, category => loggers.CreateLogger(category));
        if (!logger.IsEnabled(level))
            return;
        string text = log.Exception is { } exception
            ? $"{log.Message}{Environment.NewLine}{exception.Type}: {exception.Message}{Environment.NewLine}"
                + exception.StackTrace
            : log.Message;
        // The text is no template: a brace in it is a brace.
        logger.Log(level, default, text, null, static (whole, _) => whole);
    }
}
