namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

/// <summary>Marks what a function's parameter, return value or property is bound to.</summary>
public abstract class BindingAttribute : Attribute;

/// <summary>Binds something that a function reads.</summary>
public abstract class InputBindingAttribute : BindingAttribute;

/// <summary>Binds what starts a function.</summary>
public abstract class TriggerBindingAttribute : BindingAttribute;
