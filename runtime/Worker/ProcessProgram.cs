using System.ComponentModel;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Serverless.Runtime;

/// <summary>An app's program in a process of its own.</summary>
internal sealed class ProcessProgram : IWorkerProgram
{
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(2);

    private readonly Process process;
    private readonly IHttpForwarder forwarder;
    private readonly ILogger log;
    private readonly HttpMessageInvoker client = new(new SendOnce(), disposeHandler: true);
    private readonly TaskCompletionSource<ProgramEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What it printed last, for whoever asks why it ended.
    private readonly Queue<string> last = new();

    public ProcessProgram(Process process, IHttpForwarder forwarder, ILogger log)
    {
        (this.process, this.forwarder, this.log) = (process, forwarder, log);
        process.OutputDataReceived += (_, line) => Printed(line.Data);
        process.ErrorDataReceived += (_, line) => Printed(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _ = Watch();
    }

    public Task<ProgramEnd> Ended => ended.Task;

    /// <summary>Where the worker serves HTTP; null where its app has none.</summary>
    public Uri? Address { get; set; }

    /// <summary>The number of the process.</summary>
    public int Id => process.Id;

    public async Task Forward(HttpContext http, string invocation)
    {
        if (Address is null)
            throw new InvalidOperationException("The app has no HTTP pipeline.");
        http.Request.Headers[WorkerServer.InvocationHeader] = invocation;
        // The call's own limit is the one that counts.
        var limits = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromDays(1) };
        var error = await forwarder.SendAsync(
            http, Address.GetLeftPart(UriPartial.Authority), client, limits, ToWorker.Transform);
        if (error is ForwarderError.Request or ForwarderError.RequestBodyDestination
            or ForwarderError.ResponseHeaders or ForwarderError.ResponseBodyDestination
            && !http.RequestAborted.IsCancellationRequested)
            throw new IOException($"The worker's server could not be asked: {error}.");
    }

    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await ended.Task;
        client.Dispose();
        process.Dispose();
    }

    private async Task Watch()
    {
        var exited = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => exited.TrySetResult();
        process.EnableRaisingEvents = true;
        await exited.Task;
        // For its last words; but a child that outlives it may hold its output open, and that must hold up nobody.
        await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(LastWords));
        string code = $"exit code {process.ExitCode}";
        lock (last)
            ended.TrySetResult(new(last.Count == 0 ? code : $"{code}. {string.Join(Environment.NewLine, last)}"));
        // Lets go of the shell's child that waits for the end of the input.
        process.StandardInput.Dispose();
    }

    private void Printed(string? line)
    {
        if (line is null)
            return;
        lock (last)
        {
            last.Enqueue(line);
            while (last.Count > 20)
                last.Dequeue();
        }

        log.LogInformation("{Line}", line);
    }

    /// <summary>
    /// Sends each request once. .NET's client repeats one without a body up to three times when the other side goes
    /// away before it has answered, whatever its method: a command would be carried out as often.
    /// </summary>
    private sealed class SendOnce : DelegatingHandler
    {
        public SendOnce()
            : base(new SocketsHttpHandler
            {
                UseProxy = false,
                UseCookies = false,
                AllowAutoRedirect = false,
                AutomaticDecompression = System.Net.DecompressionMethods.None,
                ActivityHeadersPropagator = null,
                MaxConnectionsPerServer = int.MaxValue,
            })
        {
        }

        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Content ??= new ByteArrayContent([]);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
