using Microsoft.DurableTask.Protobuf;
using static Microsoft.DurableTask.Protobuf.OrchestratorAction;

namespace Serverless.Runtime.DurableTask;

/// <summary>What the code may answer to a turn.</summary>
internal static class Answers
{
    /// <exception cref="ArgumentException">Something in it is larger than a message may be.</exception>
    /// <exception cref="NotSupportedException">Something in it is unknown to this engine.</exception>
    public static void MustFit(OrchestratorResponse answer, string orchestrator)
    {
        Payloads.MustFit(answer.CustomStatus, "The custom status of", orchestrator);
        foreach (var action in answer.Actions)
            MustFit(action, orchestrator);
    }

    private static void MustFit(OrchestratorAction action, string orchestrator)
    {
        switch (action.OrchestratorActionTypeCase)
        {
            case OrchestratorActionTypeOneofCase.ScheduleTask:
                var task = action.ScheduleTask;
                task.Input = Payloads.MustFit(Payloads.Alone(task.Input), "The input of the activity", task.Name);
                break;
            case OrchestratorActionTypeOneofCase.CreateSubOrchestration:
                var sub = action.CreateSubOrchestration;
                Payloads.MustFit(sub.Input, "The input of the sub-orchestration", sub.Name);
                break;
            case OrchestratorActionTypeOneofCase.SendEvent:
                Payloads.MustFit(action.SendEvent.Data, "The event", action.SendEvent.Name);
                break;
            case OrchestratorActionTypeOneofCase.CompleteOrchestration:
                var last = action.CompleteOrchestration;
                var isAgain = last.OrchestrationStatus == OrchestrationStatus.ContinuedAsNew;
                Payloads.MustFit(last.Result, isAgain ? "The new input of" : "The output of", orchestrator);
                break;
            case OrchestratorActionTypeOneofCase.CreateTimer when action.CreateTimer.FireAt is not null:
            case OrchestratorActionTypeOneofCase.TerminateOrchestration:
                break;
            default:
                throw new NotSupportedException(
                    $"The orchestrator '{orchestrator}' asked for {action.OrchestratorActionTypeCase}, "
                    + "which this engine does not know.");
        }
    }
}
