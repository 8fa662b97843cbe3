using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>What Durable Task clients speak to: the engine's instances over gRPC.</summary>
internal sealed class Sidecar(DurableEngine engine) : SidecarRest
{
    private EngineClient Client => engine.Client;

    public override Task<Empty> Hello(Empty request, ServerCallContext context) => Task.FromResult(new Empty());

    public override async Task<CreateInstanceResponse> StartInstance(
        CreateInstanceRequest request, ServerCallContext context)
    {
        if (string.IsNullOrWhiteSpace(request.Name))
            throw Refusals.Invalid("An orchestration is started by the name of its orchestrator.");
        Refusals.MustFit(request.Input, "The input of the orchestration", request.Name);
        var id = string.IsNullOrEmpty(request.InstanceId) ? NewId() : request.InstanceId;
        var caller = Spans.Caller(context, request.ParentTraceContext?.TraceParent);
        using var span = Spans.Begin("start", request.Name, id, caller);
        var instance = new Instance
        {
            Id = id,
            Run = 0,
            Born = 0,
            Name = request.Name,
            Version = request.Version ?? engine.DefaultVersion,
            Status = OrchestrationStatus.Pending,
            Created = default,
            Updated = default,
            Input = request.Input,
            Tags = Tags.Write(request.Tags),
            Trace = span?.Id ?? caller,
        };
        var there = await Refusals.Told(() => Client.Start(
            instance, request.ScheduledStartTimestamp?.ToDateTime(),
            request.OrchestrationIdReusePolicy?.ReplaceableStatus));
        return there is null
            ? new CreateInstanceResponse { InstanceId = id }
            : throw Refusals.Exists(there);
    }

    public override Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) =>
        Refusals.Told(() => Task.FromResult(
            States.Found(Client.Find(request.InstanceId), request.GetInputsAndOutputs)));

    public override Task<GetInstanceResponse> WaitForInstanceStart(
        GetInstanceRequest request, ServerCallContext context) =>
        WaitFor(request, status => status != OrchestrationStatus.Pending, context);

    public override Task<GetInstanceResponse> WaitForInstanceCompletion(
        GetInstanceRequest request, ServerCallContext context) =>
        WaitFor(request, status => status.HasEnded(), context);

    public override async Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context)
    {
        Refusals.MustFit(request.Input, "The event", request.Name);
        var caller = Spans.Caller(context, null);
        using var span = Spans.Begin("signal", request.Name, request.InstanceId, caller);
        var raised = Happened.Raised(request.Name, request.Input);
        // Who does not exist or has ended hears nothing, and nobody is told so.
        await Refusals.Told(() => Client.Tell(request.InstanceId, raised, span?.Id ?? caller));
        return new();
    }

    public override async Task<TerminateResponse> TerminateInstance(
        TerminateRequest request, ServerCallContext context)
    {
        Refusals.MustFit(request.Output, "The output of the terminated instance", request.InstanceId);
        await TellLiving(request.InstanceId, Happened.Terminated(request.Output, request.Recursive), "be terminated");
        return new();
    }

    public override async Task<SuspendResponse> SuspendInstance(SuspendRequest request, ServerCallContext context)
    {
        await TellLiving(request.InstanceId, Happened.Suspended(request.Reason), "be suspended");
        return new();
    }

    public override async Task<ResumeResponse> ResumeInstance(ResumeRequest request, ServerCallContext context)
    {
        await TellLiving(request.InstanceId, Happened.Resumed(request.Reason), "be resumed");
        return new();
    }

    public override async Task<QueryInstancesResponse> QueryInstances(
        QueryInstancesRequest request, ServerCallContext context)
    {
        var query = request.Query ?? new InstanceQuery();
        var size = query.MaxInstanceCount > 0 ? query.MaxInstanceCount : 100;
        var filter = new InstanceFilter(
            query.InstanceIdPrefix, query.CreatedTimeFrom?.ToDateTime(), query.CreatedTimeTo?.ToDateTime(),
            query.RuntimeStatus);
        // One more than a page tells whether there is another; a page's token is the last id on it.
        var found = await Refusals.Told(() => Task.Run(
            () => Client.List(filter, query.ContinuationToken ?? "", size + 1)));
        var page = found.Take(size).ToList();
        return new QueryInstancesResponse
        {
            OrchestrationState = { page.Select(one => States.Of(one, query.FetchInputsAndOutputs)) },
            ContinuationToken = found.Count > size ? page[^1].Id : null,
        };
    }

    public override Task<PurgeInstancesResponse> PurgeInstances(
        PurgeInstancesRequest request, ServerCallContext context) => Refusals.Told(async () =>
    {
        var ids = Purged(request);
        return new PurgeInstancesResponse
        {
            DeletedInstanceCount = await Client.Purge(ids, request.Recursive),
            IsComplete = true,
        };
    });

    private List<string> Purged(PurgeInstancesRequest request)
    {
        switch (request.RequestCase)
        {
            case PurgeInstancesRequest.RequestOneofCase.InstanceId:
                var one = Client.Find(request.InstanceId);
                return one is { HasEnded: false } ? throw Refusals.State(one, "be purged") : [request.InstanceId];
            case PurgeInstancesRequest.RequestOneofCase.InstanceBatch:
                return [.. request.InstanceBatch.InstanceIds];
            case PurgeInstancesRequest.RequestOneofCase.PurgeInstanceFilter:
                var filter = request.PurgeInstanceFilter;
                var found = Client.List(
                    new(null, filter.CreatedTimeFrom?.ToDateTime(), filter.CreatedTimeTo?.ToDateTime(),
                        filter.RuntimeStatus),
                    "", int.MaxValue);
                return [.. found.Where(each => each.HasEnded).Select(each => each.Id)];
            default:
                throw Refusals.Invalid("A purge names an instance, several, or a filter.");
        }
    }

    private async Task TellLiving(string id, HistoryEvent told, string what)
    {
        var there = await Refusals.Told(() => Client.Tell(id, told)) ?? throw Refusals.Unknown(id);
        if (there.HasEnded)
            throw Refusals.State(there, what);
    }

    private Task<GetInstanceResponse> WaitFor(
        GetInstanceRequest request, Func<OrchestrationStatus, bool> reached, ServerCallContext context) =>
        Refusals.Told(async () =>
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(
                context.CancellationToken, engine.Stopping);
            try
            {
                var found = await Client.Wait(request.InstanceId, reached, over.Token);
                return found is null
                    ? throw Refusals.Unknown(request.InstanceId)
                    : States.Found(found, request.GetInputsAndOutputs);
            }
            catch (OperationCanceledException)
            {
                throw engine.Stopping.IsCancellationRequested ? Refusals.Stopping() : Refusals.GivenUp();
            }
        });

    // Of one time they lie beside each other in the file's index.
    private string NewId() => Guid.CreateVersion7(engine.Clock.GetUtcNow()).ToString("N");
}
