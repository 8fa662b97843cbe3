using Grpc.Core;

namespace Serverless.Runtime.DurableTask;

/// <summary>What clients are told that ask for what cannot be.</summary>
internal static class Refusals
{
    public static RpcException Invalid(string message) => Of(StatusCode.InvalidArgument, message);

    public static RpcException Unknown(string id) =>
        Of(StatusCode.NotFound, $"There is no orchestration with the id '{id}'.");

    public static RpcException Exists(Instance there) => Of(
        StatusCode.AlreadyExists, $"An orchestration with the id '{there.Id}' already exists; it is {there.Status}.");

    public static RpcException State(Instance there, string what) => Of(
        StatusCode.FailedPrecondition, $"The orchestration '{there.Id}' is {there.Status} and cannot {what}.");

    public static void MustFit(string? json, string what, string whose)
    {
        try
        {
            Payloads.MustFit(json, what, whose);
        }
        catch (ArgumentException large)
        {
            throw Invalid(large.Message);
        }
    }

    /// <summary>Does something; what the engine refuses is told to the client in the engine's words.</summary>
    public static async Task<T> Told<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (IOException unwritten)
        {
            throw Of(StatusCode.Internal, unwritten.Message);
        }
        catch (Exception over) when (over is InvalidOperationException)
        {
            throw Of(StatusCode.Unavailable, over.Message);
        }
    }

    public static RpcException Stopping() => Of(StatusCode.Unavailable, "The orchestration engine is stopping.");

    public static RpcException GivenUp() => Of(StatusCode.Cancelled, "Nobody waits any more.");

    private static RpcException Of(StatusCode code, string message) => new(new Status(code, message));
}
