namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes a method a function, with the name by which settings, logs and callers know it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    /// <summary>Unique in the app; letter case does not matter.</summary>
    public string Name { get; } = name;
}
