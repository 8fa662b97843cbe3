using System.Reflection;

namespace Serverless.Tests.Adapters;

/// <summary>Everything that an object keeps in memory, through fields of every kind.</summary>
internal static class Reachable
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const int Most = 200_000;

    public static IReadOnlyCollection<object> From(object root)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { root };
        var next = new Queue<object>([root]);
        while (next.TryDequeue(out var one))
        {
            foreach (object value in Held(one).OfType<object>().Where(value => !Tells(value.GetType())))
                if (seen.Add(value)) next.Enqueue(value);
            Assert.True(seen.Count < Most, "More is reachable than this looks through.");
        }

        return seen;
    }

    private static IEnumerable<object?> Held(object one)
    {
        var type = one.GetType();
        if (type.IsArray) return type.GetElementType()!.IsPrimitive ? [] : ((Array)one).Cast<object?>();
        return Fields(type).Where(field => !Tells(field.FieldType)).Select(field => field.GetValue(one));
    }

    private static IEnumerable<FieldInfo> Fields(Type? type) => type is null
        ? []
        : type.GetFields(All).Where(field => field.DeclaringType == type).Concat(Fields(type.BaseType));

    // Neither of these keeps anything of its own, or can be looked into.
    private static bool Tells(Type type) => type.IsPrimitive || type.IsPointer || type.IsByRefLike || type.IsEnum
        || typeof(MemberInfo).IsAssignableFrom(type) || typeof(Thread).IsAssignableFrom(type);
}
