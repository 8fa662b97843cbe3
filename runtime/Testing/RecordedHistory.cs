using Serverless.Runtime.DurableTask;

namespace Serverless.Runtime.Testing;

/// <summary>What one orchestration has gone through: what it heard, and each step that it took.</summary>
/// <param name="Orchestrator">Its orchestrator's name.</param>
/// <param name="InstanceId">Its id.</param>
/// <param name="Events">
/// An <c>OrchestratorRequest</c> of Durable Task's protobuf contract with all of its events as past ones; each turn
/// begins with <c>OrchestratorStarted</c>.
/// </param>
public sealed record RecordedHistory(string Orchestrator, string InstanceId, byte[] Events)
{
    internal static IReadOnlyList<RecordedHistory> Of(DurableEngine engine) =>
    [
        .. engine.Client.List(new(null, null, null, null), "", int.MaxValue).Select(instance =>
            new RecordedHistory(instance.Name, instance.Id, Bytes(engine.Read(reader => reader.History(instance))))),
    ];

    // Pieces of a request, one behind the other, are one request.
    private static byte[] Bytes(List<byte[]> turns) => [.. turns.SelectMany(turn => turn)];
}
