namespace Microsoft.DurableTask;

/// <summary>An activity or a sub-orchestration that an orchestrator called has failed.</summary>
public sealed class TaskFailedException : Exception
{
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Text(taskName, taskId, Details(innerException)), innerException)
    {
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = Details(innerException);
    }

    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Text(taskName, taskId, failureDetails))
    {
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    public string TaskName { get; }

    /// <summary>The step of the orchestration that called the task, counted from 0.</summary>
    public int TaskId { get; }

    public TaskFailureDetails FailureDetails { get; }

    private static TaskFailureDetails Details(Exception exception) => TaskFailureDetails.FromException(exception);

    private static string Text(string taskName, int taskId, TaskFailureDetails details) =>
        $"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {details?.ErrorMessage}";
}
