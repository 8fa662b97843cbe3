using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Serverless.Adapters;
using Serverless.Commerce;
using Serverless.Functions;
using Serverless.Orchestrations;

namespace Serverless.Tests.Journeys;

/// <summary>Nothing is stored or sent of which nobody has said what it tells about a person.</summary>
public sealed class RegisterTests
{
    private static readonly HashSet<Type> Kept = Walk();

    [Fact]
    public void Every_property_that_is_stored_or_sent_stands_in_the_register()
    {
        var missing = Kept.SelectMany(Properties).Where(property => Register.Of(property) is null)
            .Select(property => $"{property.DeclaringType!.Name}: {property.Name}").Order().ToList();

        Assert.True(
            missing.Count == 0,
            $"commerce/Privacy/register.txt does not say what these tell:\n{string.Join('\n', missing)}");
        Assert.True(Kept.Count > 140, $"Only {Kept.Count} types were found.");
    }

    [Fact]
    public void The_register_names_nothing_that_is_not_there()
    {
        var known = Kept.SelectMany(Properties).Select(one => (one.DeclaringType!.Name, one.Name)).ToHashSet();

        Assert.Empty(Register.All.Where(entry => !known.Contains((entry.Type, entry.Property)))
            .Select(entry => $"{entry.Type}: {entry.Property}"));
    }

    [Fact]
    public void A_name_stands_for_one_type_only()
    {
        Assert.Empty(Kept.CountBy(type => type.Name).Where(pair => pair.Value > 1).Select(pair => pair.Key));
    }

    private static HashSet<Type> Walk()
    {
        HashSet<Type> seen = [];
        var next = new Queue<Type>(
            [.. Records(), .. Messages(), .. Processes(), typeof(JournalEntry), typeof(StockGlance)]);
        while (next.TryDequeue(out var type))
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type.IsArray) next.Enqueue(type.GetElementType()!);
            bool isName = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Id<>);
            if (type.IsGenericType && !isName)
                foreach (var part in type.GetGenericArguments()) next.Enqueue(part);
            bool isOurs = type.Namespace?.StartsWith(nameof(Serverless), StringComparison.Ordinal) == true;
            if (!isOurs || type.IsEnum || type.IsGenericType || !seen.Add(type)) continue;
            foreach (var property in Properties(type)) next.Enqueue(property.PropertyType);
        }

        return seen;
    }

    private static IEnumerable<Type> Records()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("AzureWebJobsStorage", "UseDevelopmentStorage=true"),
            new("ProfileKey", "a-key-of-at-least-thirty-two-characters"),
            new("Backups:Shop", "likha"),
        ]).Build();
        using var services = new ServiceCollection().AddStorage(settings).BuildServiceProvider();
        return [.. services.GetRequiredService<RecordKinds>().Types];
    }

    private static IEnumerable<Type> Messages() =>
        from type in typeof(CrmFunctions).Assembly.GetTypes()
        from method in type.GetMethods()
        from parameter in method.GetParameters()
        where parameter.IsDefined(typeof(QueueTriggerAttribute))
            || parameter.IsDefined(typeof(ActivityTriggerAttribute))
        select parameter.ParameterType;

    private static IEnumerable<Type> Processes()
    {
        var all = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var type in typeof(Flow).Assembly.GetTypes())
        {
            foreach (var part in type.GetFields(all).Where(field => field.FieldType.IsGenericType)
                .Where(field => field.FieldType.GetGenericTypeDefinition() is var kind
                    && (kind == typeof(Activity<,>) || kind == typeof(Signal<>)))
                .SelectMany(field => field.FieldType.GetGenericArguments()))
                yield return part;
            foreach (var parameter in type.GetMethods(all).Select(method => method.GetParameters())
                .Where(some => some.Any(one => one.IsDefined(typeof(OrchestrationTriggerAttribute))))
                .SelectMany(some => some))
                yield return parameter.ParameterType;
        }
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property =>
            property.GetIndexParameters().Length == 0
            && property.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always });
}
