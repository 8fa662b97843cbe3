using System.Collections;
using Microsoft.Azure.Functions.Worker;

namespace Serverless.Runtime;

/// <summary>The features of one invocation, by the type under which they were set.</summary>
internal sealed class InvocationFeatures(ResultSlot result) : IInvocationFeatures
{
    private readonly Dictionary<Type, object> features = new() { [typeof(ResultSlot)] = result };

    public T? Get<T>() => features.TryGetValue(typeof(T), out var found) ? (T)found : default;

    public void Set<T>(T instance)
    {
        if (instance is null)
            features.Remove(typeof(T));
        else
            features[typeof(T)] = instance;
    }

    public IEnumerator<KeyValuePair<Type, object>> GetEnumerator() => features.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
