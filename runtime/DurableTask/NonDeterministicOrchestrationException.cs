using System.Diagnostics.CodeAnalysis;

namespace DurableTask.Core.Exceptions;

/// <summary>An orchestrator took another step in a replay than it had taken before.</summary>
[SuppressMessage("Design", "CA1064", Justification = "Clients see it as the type of a failure.")]
internal sealed class NonDeterministicOrchestrationException(string message) : Exception(message);
