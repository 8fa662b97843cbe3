using Grpc.Core;
using Microsoft.DurableTask.Protobuf;

namespace Serverless.Runtime.DurableTask;

/// <summary>What Durable Task clients may ask of others and this engine does not do, said in one sentence.</summary>
internal abstract class SidecarRest : TaskHubSidecarService.TaskHubSidecarServiceBase
{
    public override Task<RewindInstanceResponse> RewindInstance(
        RewindInstanceRequest request, ServerCallContext context) => throw None("rewinding an instance");

    public override Task<RestartInstanceResponse> RestartInstance(
        RestartInstanceRequest request, ServerCallContext context) =>
        throw None("restarting an instance; start one with the same input instead");

    public override Task<ListInstanceIdsResponse> ListInstanceIds(
        ListInstanceIdsRequest request, ServerCallContext context) =>
        throw None("listing ids by the time of completion; query the instances instead");

    public override Task StreamInstanceHistory(
        StreamInstanceHistoryRequest request,
        IServerStreamWriter<HistoryChunk> responseStream,
        ServerCallContext context) => throw None("reading histories");

    public override Task<SignalEntityResponse> SignalEntity(SignalEntityRequest request, ServerCallContext context) =>
        throw None("entities");

    public override Task<GetEntityResponse> GetEntity(GetEntityRequest request, ServerCallContext context) =>
        throw None("entities");

    public override Task<QueryEntitiesResponse> QueryEntities(
        QueryEntitiesRequest request, ServerCallContext context) => throw None("entities");

    public override Task<CleanEntityStorageResponse> CleanEntityStorage(
        CleanEntityStorageRequest request, ServerCallContext context) => throw None("entities");

    public override Task<CreateTaskHubResponse> CreateTaskHub(
        CreateTaskHubRequest request, ServerCallContext context) => throw None("task hubs beside its one file");

    public override Task<DeleteTaskHubResponse> DeleteTaskHub(
        DeleteTaskHubRequest request, ServerCallContext context) => throw None("task hubs beside its one file");

    public override Task GetWorkItems(
        GetWorkItemsRequest request, IServerStreamWriter<WorkItem> responseStream, ServerCallContext context) =>
        throw None("workers that fetch their work; it runs the worker of its host");

    private static RpcException None(string what) =>
        new(new Status(StatusCode.Unimplemented, $"This engine does not know {what}."));
}
