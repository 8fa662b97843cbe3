namespace Serverless.Commerce;

/// <summary>Who did something among staff: a person or an integration's key, by id; never by name.</summary>
/// <param name="Kind"><c>member</c>, <c>key</c> or <c>setup</c>.</param>
public sealed record Actor(string Kind, string Id)
{
    public static Actor Of(Id<StaffMember> member) => new("member", member.Value);

    public static Actor Of(Id<ApiKey> key) => new("key", key.Value);

    /// <summary>Whoever holds the secret with which a new shop is opened.</summary>
    public static Actor Setup { get; } = new("setup", "setup");

    /// <summary>As it stands on timelines: <c>member:…</c>.</summary>
    public override string ToString() => $"{Kind}:{Id}";
}
