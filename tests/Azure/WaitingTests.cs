using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Azure;

/// <summary>How an answer waits for a process that is done in a moment, whichever host runs it.</summary>
public sealed class WaitingTests
{
    [Fact]
    public async Task An_answer_comes_when_its_process_is_done_though_the_host_looks_every_two_seconds()
    {
        await using var client = new StorageClient(doneAfter: TimeSpan.FromMilliseconds(150));
        var watch = Stopwatch.StartNew();
        var outcome = await Processes.Outcome<int>(client, "receipt", TestContext.Current.CancellationToken);
        Assert.Equal(7, outcome!.Value);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.15, 1.5);
        Assert.InRange(client.Looks, 2, 12);
    }

    [Fact]
    public async Task Who_asks_no_longer_is_waited_for_no_longer()
    {
        await using var client = new StorageClient(doneAfter: TimeSpan.FromHours(1));
        using var gone = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Processes.Outcome<int>(client, "receipt", gone.Token));
    }

    /// <summary>One process, looked at as Durable Task's Azure Storage backend lets a client look at it.</summary>
    private sealed class StorageClient(TimeSpan doneAfter) : DurableTaskClient("storage")
    {
        private readonly Stopwatch watch = Stopwatch.StartNew();

        public int Looks { get; private set; }

        public override Task<OrchestrationMetadata?> GetInstanceAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        {
            Looks++;
            cancellation.ThrowIfCancellationRequested();
            bool done = watch.Elapsed >= doneAfter;
            return Task.FromResult<OrchestrationMetadata?>(new("ReceiptOrchestration", instanceId)
            {
                RuntimeStatus =
                    done ? OrchestrationRuntimeStatus.Completed : OrchestrationRuntimeStatus.Running,
                DataConverter = JsonDataConverter.Default,
                SerializedOutput = done ? JsonDataConverter.Default.Serialize((Result<int>)7) : null,
            });
        }

        public override Task<OrchestrationMetadata?> GetInstancesAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation);

        public override async Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
        {
            while (true)
            {
                var now = await GetInstanceAsync(instanceId, getInputsAndOutputs, cancellation);
                if (now is { IsCompleted: true }) return now;
                await Task.Delay(TimeSpan.FromSeconds(2), cancellation);
            }
        }

        public override Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null,
            CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task RaiseEventAsync(
            string instanceId, string eventName, object? eventPayload = null,
            CancellationToken cancellation = default) => throw new NotSupportedException();

        public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task SuspendInstanceAsync(
            string instanceId, string? reason = null, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Task ResumeInstanceAsync(
            string instanceId, string? reason = null, CancellationToken cancellation = default) =>
            throw new NotSupportedException();

        public override Microsoft.DurableTask.AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(
            OrchestrationQuery? filter = null) => throw new NotSupportedException();

        public override ValueTask DisposeAsync() => default;
    }
}
