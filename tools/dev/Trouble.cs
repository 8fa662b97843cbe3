namespace Serverless.Dev;

/// <summary>Something that stands in the way, as one sentence for the person at the terminal.</summary>
/// <param name="sentence">What is wrong and what to do about it.</param>
/// <param name="details">Lines that show it, such as the end of a log.</param>
internal sealed class Trouble(string sentence, IReadOnlyList<string>? details = null) : Exception(sentence)
{
    /// <summary>Lines that show what is wrong; empty when the sentence says it all.</summary>
    public IReadOnlyList<string> Details { get; } = details ?? [];
}
