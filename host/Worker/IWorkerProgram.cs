using Microsoft.AspNetCore.Http;

namespace Serverless.Runtime;

/// <summary>The app's program running as a worker: in a process of its own, or in this one.</summary>
internal interface IWorkerProgram : IAsyncDisposable
{
    /// <summary>Completes when the program has ended, however it did; the text says how.</summary>
    Task<string> Ended { get; }

    /// <summary>Hands a request to the worker's own server; its call goes over the link meanwhile.</summary>
    /// <param name="http">The request, and where its answer goes.</param>
    /// <param name="invocation">The id under which the worker brings request and call together.</param>
    Task Forward(HttpContext http, string invocation);

    /// <summary>Ends it at once, where it can be ended.</summary>
    void Kill();
}

/// <summary>Starts a program that will call the host at an address under a name.</summary>
internal interface IWorkerPrograms
{
    /// <summary>True where another can be started in the place of one that ended.</summary>
    bool CanReplace { get; }

    Task<IWorkerProgram> Start(Uri host, string worker);

    /// <summary>Told when the worker's functions are loaded, with what it said of itself.</summary>
    void Loaded(IWorkerProgram program, IReadOnlyDictionary<string, string> capabilities);
}
