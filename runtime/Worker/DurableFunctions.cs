using System.Text.Json;
using Microsoft.DurableTask.Protobuf;
using Serverless.Runtime.DurableTask;
using Serverless.Runtime.Rpc;
using ActivityRequest = Serverless.Runtime.DurableTask.ActivityRequest;

namespace Serverless.Runtime;

/// <summary>Has the engine's turns and activities run by the app's workers.</summary>
internal sealed class DurableFunctions : IDurableCode
{
    private Invocations invocations = null!;
    private Dictionary<string, AppFunction> orchestrators = [];
    private Dictionary<string, AppFunction> activities = [];

    /// <summary>Tells which there are, once a worker has said so; before the engine starts.</summary>
    public void Take(FunctionCatalog catalog, Invocations runs)
    {
        invocations = runs;
        orchestrators = catalog.ByName("orchestration", "orchestration");
        activities = catalog.ByName("activity", "activity");
    }

    public bool HasOrchestrator(string name) => orchestrators.ContainsKey(name);

    public bool HasActivity(string name) => activities.ContainsKey(name);

    public async Task<OrchestratorResponse> Turn(string name, TurnRequest turn, CancellationToken stop)
    {
        var function = orchestrators[name];
        var answer = await Run(
            function, turn.InstanceId, new() { String = Convert.ToBase64String(turn.Request) }, turn.Trace, stop);
        return OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer.ReturnValue.String));
    }

    public async Task<string?> Act(string name, ActivityRequest activity, CancellationToken stop)
    {
        try
        {
            var answer = await Run(
                activities[name], activity.InstanceId,
                activity.Input is { } input ? new() { String = input } : new TypedData(), activity.Trace, stop);
            return answer.ReturnValue switch
            {
                // A text that an activity returns comes as it is, everything else as JSON.
                { DataCase: TypedData.DataOneofCase.String } text => JsonSerializer.Serialize(text.String),
                { DataCase: TypedData.DataOneofCase.Json } json => json.Json,
                _ => null,
            };
        }
        catch (InvocationFailedException failure)
        {
            throw new ActivityFailedException(Details(failure));
        }
    }

    private async Task<InvocationResponse> Run(
        AppFunction function, string instance, TypedData input, string? trace, CancellationToken stop)
    {
        try
        {
            return await invocations.Run(
                function,
                request =>
                {
                    request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = input });
                    request.TriggerMetadata["instanceId"] = new() { String = instance };
                    request.TraceContext.TraceParent = trace ?? "";
                },
                CancellationToken.None,
                stop);
        }
        catch (WorkerGoneException gone)
        {
            throw new CodeAwayException(gone.Message, gone);
        }
    }

    // The worker writes the details of what an activity threw as JSON on the first line of the message.
    private static TaskFailureDetails Details(InvocationFailedException failure)
    {
        string first = failure.Message.Split('\n', 2)[0];
        try
        {
            if (first.StartsWith('{')
                && JsonSerializer.Deserialize<Thrown>(first, JsonSerializerOptions.Web) is { } thrown)
                return thrown.ToProtobuf();
        }
        catch (JsonException)
        {
            // The message of an exception that looks like one of these by chance.
        }

        return new()
        {
            ErrorType = failure.Type,
            ErrorMessage = failure.Message,
            StackTrace = failure.Trace,
        };
    }

    private sealed record Thrown(string? ErrorType, string? ErrorMessage, string? StackTrace, Thrown? InnerFailure)
    {
        public TaskFailureDetails ToProtobuf() => new()
        {
            ErrorType = ErrorType ?? "",
            ErrorMessage = ErrorMessage ?? "",
            StackTrace = StackTrace,
            InnerFailure = InnerFailure?.ToProtobuf(),
        };
    }
}
