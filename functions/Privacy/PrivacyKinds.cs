using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>How requests about a person's data, and leaks of it, are kept.</summary>
public static class PrivacyKinds
{
    /// <summary>What staff call the lists of leaks.</summary>
    public static readonly string[] OfBreaches = ["open", "attention", "closed"];

    public static readonly RecordKind<Rectification> Rectifications = new("rectifications")
    {
        Status = one => one.Status.ToString(),
        Fact = (one, _) => new { one.By, Places = one.Places.Length },
        Lists = one => [new(RectificationsOf(one.Customer), SortKey.Newest(one.AskedAt))],
    };

    public static readonly RecordKind<Objection> Objections = new("objections")
    {
        Status = one => one.Status.ToString(),
        Fact = (one, _) => new { one.By, one.Purposes },
        Lists = one => [new(ObjectionsOf(one.Customer), SortKey.Newest(one.AskedAt))],
    };

    /// <summary>Each phase stays whole on the timeline, to show what was known when (GDPR art. 33 (5)).</summary>
    public static readonly RecordKind<Breach> Breaches = new("breaches")
    {
        Status = breach => breach.Status.ToString(),
        Lists = ListsOf,
    };

    /// <summary>How far the look for those whom a leak concerns has come.</summary>
    public static readonly RecordKind<BreachScope> Scopes = new("breachscopes")
    {
        Status = scope => scope.IsOver ? "Found" : "Looking",
        Fact = (_, _) => null,
        FactType = typeof(BreachScope),
    };

    /// <summary>Whom a leak concerns, one record each.</summary>
    public static readonly RecordKind<BreachPerson> People = new("breachpeople")
    {
        Status = person => person.ToldAt is null ? "Found" : "Told",
        Fact = (person, _) => new { person.Scope, person.ToldAt },
        Lists = person =>
        [
            new(PeopleOf(person.Breach), person.Customer.Value),
            new(BreachesOf(person.Customer), person.Breach.Value),
        ],
    };

    public static string RectificationsOf(Id<Customer> customer) => $"rectifications.of.{customer}";

    public static string ObjectionsOf(Id<Customer> customer) => $"objections.of.{customer}";

    public static string PeopleOf(Id<Breach> breach) => $"breach.people.{breach}";

    public static string BreachesOf(Id<Customer> customer) => $"breaches.of.{customer}";

    public static RecordKinds AddPrivacy(this RecordKinds kinds) =>
        kinds.Add(Rectifications).Add(Objections).Add(Breaches).Add(Scopes).Add(People);

    private static IEnumerable<ListRow> ListsOf(Breach breach)
    {
        string list = breach.Status == BreachStatus.Closed ? "breaches.closed" : "breaches.open";
        yield return new(list, SortKey.Oldest(breach.AwareAt));
        if (breach.Attention is not null) yield return new("breaches.attention", SortKey.Oldest(breach.AwareAt));
    }
}
