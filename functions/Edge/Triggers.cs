using Microsoft.Azure.Functions.Worker;

namespace Serverless.Functions;

/// <summary>What starts a function.</summary>
public static class Triggers
{
    /// <summary>Whether the function is started by a trigger of this type, such as <c>httpTrigger</c>.</summary>
    public static bool Has(this FunctionContext context, string trigger) =>
        context.FunctionDefinition.InputBindings.Values.Any(
            binding => string.Equals(binding.Type, trigger, StringComparison.OrdinalIgnoreCase));
}
