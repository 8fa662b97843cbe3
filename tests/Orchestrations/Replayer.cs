using System.Reflection;
using Google.Protobuf;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Protobuf;
using Microsoft.DurableTask.Worker.Grpc;

namespace Serverless.Tests.Orchestrations;

/// <summary>Replays kept histories through the genuine worker's runner against an orchestrator of today.</summary>
internal static class Replayer
{
    /// <summary>The first turn in which today's code does something else; null where there is none.</summary>
    public static string? FirstDifference(KeptHistory history, MethodInfo orchestrator)
    {
        var turns = history.Turns();
        for (var at = 0; at < turns.Count; at++)
        {
            // A turn that a person ended from outside says nothing of the code.
            if (turns[at].Heard.Exists(one => one.ExecutionTerminated is not null)) return null;
            var before = turns[at].Steps;
            var today = Steps(Run(orchestrator, turns.Take(at).SelectMany(turn => turn.All), turns[at].Heard));
            if (!before.SequenceEqual(today))
            {
                return $"{history.File}: turn {at + 1} of {turns.Count} was [{string.Join(", ", before)}] "
                    + $"and is now [{string.Join(", ", today)}].";
            }
        }

        return null;
    }

    private static OrchestratorResponse Run(
        MethodInfo orchestrator, IEnumerable<HistoryEvent> past, IEnumerable<HistoryEvent> heard)
    {
        var request = new OrchestratorRequest
        {
            InstanceId = "replayed",
            PastEvents = { past },
            NewEvents = { heard },
        };
        var answer = GrpcOrchestrationRunner.LoadAndRun(
            Convert.ToBase64String(request.ToByteArray()), new Today(orchestrator));
        return OrchestratorResponse.Parser.ParseFrom(ByteString.FromBase64(answer));
    }

    private static string[] Steps(OrchestratorResponse answer) => [.. answer.Actions.Select(Text)];

    private static string Text(OrchestratorAction action) => action.OrchestratorActionTypeCase switch
    {
        OrchestratorAction.OrchestratorActionTypeOneofCase.ScheduleTask =>
            $"{action.Id} calls {action.ScheduleTask.Name}",
        OrchestratorAction.OrchestratorActionTypeOneofCase.CreateTimer => $"{action.Id} sets a timer",
        OrchestratorAction.OrchestratorActionTypeOneofCase.CreateSubOrchestration =>
            $"{action.Id} starts {action.CreateSubOrchestration.Name}",
        OrchestratorAction.OrchestratorActionTypeOneofCase.SendEvent => $"{action.Id} sends {action.SendEvent.Name}",
        OrchestratorAction.OrchestratorActionTypeOneofCase.CompleteOrchestration =>
            $"ends {action.CompleteOrchestration.OrchestrationStatus}{Why(action.CompleteOrchestration)}",
        _ => $"{action.OrchestratorActionTypeCase}",
    };

    private static string Why(CompleteOrchestrationAction end) =>
        end.FailureDetails is { } failure ? $": {failure.ErrorMessage}" : "";

    /// <summary>The orchestrator as it stands in the code.</summary>
    private sealed class Today(MethodInfo run) : ITaskOrchestrator
    {
        public Type InputType => run.GetParameters()[1].ParameterType;

        public Type OutputType => run.ReturnType.GetGenericArguments() is [var type] ? type : typeof(object);

        public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
        {
            var running = (Task)run.Invoke(
                null, BindingFlags.DoNotWrapExceptions, null, [context, input], null)!;
            await running;
            return run.ReturnType.IsGenericType ? ((dynamic)running).Result : null;
        }
    }
}
