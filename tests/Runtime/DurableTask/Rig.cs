using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;
using Serverless.Runtime.DurableTask;

namespace Serverless.Tests.Runtime;

/// <summary>An engine over a file of its own, with a clock that the test moves.</summary>
internal sealed class Rig : IAsyncDisposable
{
    // On a busy machine a hundred commits may take that long; what hangs is found all the same.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Action<DurableEngineOptions> configure;
    private readonly RecordingLoggers loggers = new();
    private readonly RecordingLoggers said = new();

    private Door? door;

    private Rig(Action<Code> write, Action<DurableEngineOptions> configure)
    {
        Code = new Code(said);
        write(Code);
        this.configure = configure;
        File = Path.Combine(Directory.CreateTempSubdirectory("durable-").FullName, "orchestrations.db");
        Engine = Build();
    }

    public Code Code { get; }

    public string File { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public DurableEngine Engine { get; private set; }

    public DurableTaskClient Client => door!.Client;

    /// <summary>What the engine has logged.</summary>
    public IReadOnlyCollection<string> Logged => loggers.Lines;

    /// <summary>What the worker and the orchestrators have logged.</summary>
    public IReadOnlyCollection<string> Said => said.Lines;

    public static async Task<Rig> Start(Action<Code> write, Action<DurableEngineOptions>? configure = null)
    {
        var rig = new Rig(write, configure ?? (_ => { }));
        rig.door = await Door.To(() => rig.Engine);
        await rig.Engine.StartAsync(CancellationToken.None);
        return rig;
    }

    /// <summary>Stops the engine in order; <see cref="Reopen"/> starts another.</summary>
    public Task Stop() => Engine.StopAsync(CancellationToken.None);

    /// <summary>Stops the engine in order, and starts another on its file.</summary>
    public async Task Restart()
    {
        await Engine.DisposeAsync();
        await Reopen();
    }

    /// <summary>Starts another engine on the file of one that is gone.</summary>
    public async Task Reopen()
    {
        Engine = Build();
        await Engine.StartAsync(CancellationToken.None);
    }

    public Task<string> Schedule(string name, object? input = null, string? id = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(id));

    public Task<OrchestrationMetadata> End(string id) =>
        Client.WaitForInstanceCompletionAsync(id, true).WaitAsync(Patience);

    public async Task<OrchestrationMetadata> Run(string name, object? input = null) =>
        await End(await Schedule(name, input));

    public async Task<OrchestrationMetadata> Get(string id) =>
        await Client.GetInstanceAsync(id, true) ?? throw new InvalidOperationException($"There is no '{id}'.");

    /// <summary>Waits until an instance is as it should be.</summary>
    public async Task<OrchestrationMetadata> Until(string id, Func<OrchestrationMetadata, bool> reached)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (await Client.GetInstanceAsync(id, true, patience.Token) is { } one && reached(one))
                return one;
            await Task.Delay(5, patience.Token);
        }
    }

    /// <summary>What the engine refuses to do, in its words.</summary>
    public static async Task<string> Refused(StatusCode code, Func<Task> act)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(act);
        Assert.Equal(code, refused.StatusCode);
        return refused.Status.Detail;
    }

    /// <summary>When the next timer is due.</summary>
    public DateTimeOffset? NextTimer => Engine.NextTimer;

    /// <summary>Whether somebody waits for an instance.</summary>
    public bool IsAwaited(string id) => Engine.Watch.IsAwaited(id);

    /// <summary>Ends as a killed process would; <see cref="Reopen"/> starts another engine.</summary>
    public Task Kill() => Engine.Abandon();

    public Task Idle() => Engine.WhenIdle().WaitAsync(Patience);

    /// <summary>Moves the clock when all is quiet, and waits until it is quiet again.</summary>
    public async Task Pass(TimeSpan time)
    {
        await Idle();
        Clock.Advance(time);
        await Idle();
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await door!.DisposeAsync();
        Code.Dispose();
        Directory.Delete(Path.GetDirectoryName(File)!, recursive: true);
    }

    private DurableEngine Build()
    {
        var options = new DurableEngineOptions { File = File, DrainTimeout = TimeSpan.FromSeconds(5) };
        configure(options);
        return new DurableEngine(options, Code, Clock, loggers);
    }
}
