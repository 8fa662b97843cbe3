using System.Net;
using System.Text.Json.Nodes;
using Serverless.Commerce;
using Serverless.Functions;

namespace Serverless.Tests.Journeys;

/// <summary>Every staff route, asked by everybody: only whom it is for gets in.</summary>
public sealed class RoleTests(ITestOutputHelper output)
{
    private const string NoFactor = "an owner without a second factor";

    [Fact]
    public void Every_staff_route_says_whom_it_is_for()
    {
        Assert.DoesNotContain(StaffRoute.All, route => StaffRoutes.Of(route.Function) is null);
        Assert.Empty(StaffRoutes.Functions.Except(StaffRoute.All.Select(route => route.Function)));
        Assert.True(StaffRoute.All.Count >= 66, $"Only {StaffRoute.All.Count} routes were found.");
    }

    [Fact]
    public async Task Every_staff_route_answers_whom_it_is_for_and_nobody_else()
    {
        await using var shop = await TestShop.Start();
        await using var other = await TestShop.Start();
        await shop.Rest();
        var visitors = new List<(string Who, string? Token, StaffRole? Role)>
        {
            ("nobody", null, null),
            ("a key of another shop", (await StaffKey.Make(other, 1, StaffRole.Owner)).Token, null),
            ("a key that is none", "skey_x_y", null),
            ("another secret", (await StaffKey.Make(shop, 9, StaffRole.Owner) with { Secret = "guessed" }).Token, null),
            ("a revoked key", (await Revoked(shop)).Token, null),
            ("an expired key", (await StaffKey.Make(shop, 1, StaffRole.Owner)).Token, null),
        };
        foreach (var role in Enum.GetValues<StaffRole>())
            visitors.Add(($"{role}", (await StaffKey.Make(shop, 9, role)).Token, role));
        await shop.Pass(TimeSpan.FromDays(2));
        foreach (var role in Enum.GetValues<StaffRole>())
            visitors.Add(($"a person of {role}", (await StaffPerson.Join(shop, role)).Token, role));
        var weak = await StaffPerson.Invite(shop, StaffRole.Owner);
        await weak.Accept(await weak.Link());
        await weak.SignIn();
        visitors.Add((NoFactor, weak.Token, null));
        var ended = await StaffPerson.Join(shop, StaffRole.Owner);
        await shop.Staff(HttpMethod.Put, $"people/{ended.Id}/sign-out", new { });
        visitors.Add(("an ended session", ended.Token, null));

        int let = 0, stopped = 0;
        foreach (var route in StaffRoute.All)
            foreach (var (who, token, role) in visitors)
            {
                var (status, answer) = await shop.Send(route.Method, route.Address, token);
                bool isIn = IsIn(status, answer);
                bool may = StaffRoutes.Of(route.Function) is { } need
                    && (need.IsOpen
                        || (need.IsOwn && who == NoFactor && route.Function != "PutOwnRecoveryCodes")
                        || (need.IsOwn && who.StartsWith("a person", StringComparison.Ordinal))
                        || (!need.IsOwn && role is { } hers && need.Allows([hers])));
                Assert.True(may == isIn, $"{route} answered {who}: {status} {answer}");
                Assert.True((int)status < 500, $"{route} answered {who}: {status} {answer}");
                if (isIn) let++;
                else stopped++;
            }

        output.WriteLine(
            $"{StaffRoute.All.Count} routes x {visitors.Count} visitors: {let} let in, {stopped} stopped.");
        Assert.True(let > 100 && stopped > 400);
    }

    private static bool IsIn(HttpStatusCode status, JsonNode? answer) =>
        status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        || answer?["code"]?.GetValue<string>().StartsWith("staff.", StringComparison.Ordinal) != true;

    private static async Task<StaffKey> Revoked(TestShop shop)
    {
        var key = await StaffKey.Make(shop, 9, StaffRole.Owner);
        await shop.Staff(HttpMethod.Put, $"keys/{key.Id}/revocation", new { });
        return key;
    }
}
