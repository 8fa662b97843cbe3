namespace Serverless.Adapters;

/// <summary>A message that says the same thing whenever it carries the same id.</summary>
/// <remarks>
/// A queue that detects duplicates may drop the second one; Storage Queues deliver both. Whatever may be true again
/// later, such as that some stock has changed, has no such id.
/// </remarks>
public interface IKnownById
{
    /// <summary>The same for the same news, and nothing private.</summary>
    string MessageId { get; }
}
