namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which key an HTTP function asks for.</summary>
public enum AuthorizationLevel
{
    /// <summary>None.</summary>
    Anonymous = 0,
    /// <summary>A signed-in user of the platform; the embedded host refuses it at start.</summary>
    User = 1,
    /// <summary>A key of the function, of all functions, or the master key.</summary>
    Function = 2,
    /// <summary>A system key or the master key.</summary>
    System = 3,
    /// <summary>The master key.</summary>
    Admin = 4,
}
