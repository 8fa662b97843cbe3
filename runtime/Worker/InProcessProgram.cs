using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Serverless.Runtime;

/// <summary>An app's program on a thread of this process.</summary>
internal sealed class InProcessProgram
    : IWorkerProgram, IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private static readonly AsyncLocal<InProcessProgram?> Current = new();

    private readonly ProgramOptions options;
    private readonly Action ready;
    private readonly WorkerPatience patience;
    private readonly WorkerServer server = new();
    private readonly TaskCompletionSource<ProgramEnd> ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> subscriptions = [];
    private volatile IHost? host;
    private volatile IHostApplicationLifetime? lifetime;

    public InProcessProgram(ProgramOptions options, string[] arguments, Action ready, WorkerPatience patience)
    {
        (this.options, this.ready, this.patience) = (options, ready, patience);
        Keep(DiagnosticListener.AllListeners.Subscribe(this));
        new Thread(() => Run(arguments)) { IsBackground = true, Name = "Program" }.Start();
    }

    public Task<ProgramEnd> Ended => ended.Task;

    /// <summary>The app's services, once its program has built them.</summary>
    public IServiceProvider Services => host?.Services
        ?? throw new InvalidOperationException("The app's program has not built its host.");

    public Task Forward(HttpContext http, string invocation)
    {
        http.Request.Headers[WorkerServer.InvocationHeader] = invocation;
        return server.Process(http.Features, Services);
    }

    /// <summary>Lets the worker read now what it would at its first request, and others start after that.</summary>
    public async Task Warm(bool hasServer)
    {
        if (hasServer)
            await server.Warm(Services);
        ready();
    }

    // A thread cannot be ended from outside; whoever runs alone in its process ends that.
    public void Kill() => lifetime?.StopApplication();

    public async ValueTask DisposeAsync()
    {
        Kill();
        ready();
        await Task.WhenAny(ended.Task, Task.Delay(patience.End));
        lock (subscriptions)
            subscriptions.ForEach(subscription => subscription.Dispose());
    }

    void IObserver<DiagnosticListener>.OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
            Keep(value.Subscribe(this));
    }

    void IObserver<KeyValuePair<string, object?>>.OnNext(KeyValuePair<string, object?> value)
    {
        // Other hosts are built in this process too; each on a flow of its own.
        if (Current.Value != this)
            return;
        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
            builder.ConfigureServices((_, services) => Replace(services));
        if (value is { Key: "HostBuilt", Value: IHost built })
            (host, lifetime) = (built, built.Services.GetRequiredService<IHostApplicationLifetime>());
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private void Keep(IDisposable subscription)
    {
        lock (subscriptions)
            subscriptions.Add(subscription);
    }

    private void Run(string[] arguments)
    {
        Current.Value = this;
        var end = new ProgramEnd("it ran to its end");
        try
        {
            if (options.Main is { } main)
                main(arguments);
            else
                RunEntryPoint(arguments);
        }
        catch (Exception failure)
        {
            end = new(failure.Message, failure);
        }

        ended.TrySetResult(end);
    }

    private void RunEntryPoint(string[] arguments)
    {
        var main = options.App.EntryPoint
            ?? throw new StartException($"{options.App.GetName().Name} has no entry point.");
        main.Invoke(
            null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? [] : [arguments], null);
    }

    private void Replace(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IServer>(server));
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        if (options.Classes is { } chosen)
            ChosenFunctions.Decorate(services, chosen);
        options.Services?.Invoke(services);
    }
}
