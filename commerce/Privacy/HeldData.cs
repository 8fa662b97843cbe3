using System.Collections;
using System.Reflection;

namespace Serverless.Commerce;

/// <summary>What a record holds of people, by the register: which kinds of data are really there.</summary>
public static class HeldData
{
    /// <summary>In the words of the privacy notice; nothing for what is empty or was forgotten.</summary>
    public static IReadOnlySet<string> In(object? record)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        Walk(record, found);
        return found;
    }

    private static void Walk(object? value, SortedSet<string> found)
    {
        if (value is null or string) return;
        var type = value.GetType();
        if (value is IEnumerable many)
        {
            // A list that was never made cannot be walked.
            if (type.GetProperty("IsDefault")?.GetValue(value) is true) return;
            foreach (object? one in many) Walk(one, found);
            return;
        }

        bool isOurs = type.Namespace?.StartsWith(nameof(Serverless), StringComparison.Ordinal) == true;
        if (!isOurs || type.IsEnum || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>))) return;
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || Register.Of(property) is not { } use) continue;
            if (use.Mark != DataMark.Personal) Walk(property.GetValue(value), found);
            else if (property.GetValue(value) is string { Length: > 0 } text && text != Register.Forgotten)
                found.Add(PrivacyNotice.WordOf(property.Name));
        }
    }
}
