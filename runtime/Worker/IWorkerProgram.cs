using Microsoft.AspNetCore.Http;

namespace Serverless.Runtime;

/// <summary>The app's program running as a worker: in a process of its own, or in this one.</summary>
internal interface IWorkerProgram : IAsyncDisposable
{
    /// <summary>Completes when the program has ended, however it did.</summary>
    Task<ProgramEnd> Ended { get; }

    /// <summary>Hands a request to the worker's own server; its call goes over the link meanwhile.</summary>
    /// <param name="http">The request, and where its answer goes.</param>
    /// <param name="invocation">The id under which the worker brings request and call together.</param>
    Task Forward(HttpContext http, string invocation);

    /// <summary>Ends it at once, where it can be ended.</summary>
    void Kill();
}

/// <summary>How a program ended.</summary>
/// <param name="How">In words, to stand in a sentence.</param>
/// <param name="Failure">What it threw, where that is known.</param>
internal sealed record ProgramEnd(string How, Exception? Failure = null);

/// <summary>Starts a program that will call the host at an address under a name.</summary>
internal interface IWorkerPrograms
{
    /// <summary>True where another can be started in the place of one that ended.</summary>
    bool CanReplace { get; }

    Task<IWorkerProgram> Start(Uri host, string worker);

    /// <summary>
    /// Waits, when the worker's functions are loaded, until its app's server takes requests too: the worker itself is
    /// ready before the services are that the app has beside it.
    /// </summary>
    /// <param name="program">The program.</param>
    /// <param name="httpAddress">Where it says that it serves HTTP; null where its app has no HTTP pipeline.</param>
    Task Serving(IWorkerProgram program, string? httpAddress);
}
