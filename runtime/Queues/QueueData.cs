using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Google.Protobuf;
using Serverless.Runtime.Rpc;

namespace Serverless.Runtime;

/// <summary>A message as the worker takes it: its text, or all of it where the function asks for the message.</summary>
internal static class QueueData
{
    public static void Fill(InvocationRequest request, AppFunction function, QueueMessage message)
    {
        var data = function.Trigger.IsDeferred
            ? new TypedData { ModelBindingData = Whole(message) }
            : new TypedData { String = message.Body.ToString() };
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = data });
        Add(request, "QueueTrigger", message.Body.ToString());
        Add(request, "Id", message.MessageId);
        Add(request, "PopReceipt", message.PopReceipt);
        Add(request, "DequeueCount", message.DequeueCount.ToString(CultureInfo.InvariantCulture));
        Add(request, "InsertionTime", Time(message.InsertedOn));
        Add(request, "ExpirationTime", Time(message.ExpiresOn));
        Add(request, "NextVisibleTime", Time(message.NextVisibleOn));
    }

    private static void Add(InvocationRequest request, string name, string? value)
    {
        if (value is not null)
            request.TriggerMetadata[name] = new() { String = value };
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private static ModelBindingData Whole(QueueMessage message) => new()
    {
        Version = "1.0",
        Source = "AzureStorageQueues",
        ContentType = "application/json",
        Content = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(new
        {
            message.MessageId,
            message.PopReceipt,
            MessageText = message.Body.ToString(),
            message.NextVisibleOn,
            message.InsertedOn,
            message.ExpiresOn,
            message.DequeueCount,
        })),
    };
}
