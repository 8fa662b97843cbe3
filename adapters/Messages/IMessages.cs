namespace Serverless.Adapters;

/// <summary>Where messages for other parts of the shop are left.</summary>
/// <remarks>
/// A message may arrive twice and out of order. It carries ids, versions, amounts and codes, and nothing private.
/// Every field of it is <c>[JsonRequired]</c>: what lacks one was written by another version of the shop, is not
/// understood by halves, and waits for a person. A new field that older ones do not have is no constructor parameter.
/// </remarks>
public interface IMessages
{
    /// <summary>Puts a message on a queue, as JSON of at most 48 KiB.</summary>
    Task Send<T>(string queue, T message, CancellationToken stop = default);
}
