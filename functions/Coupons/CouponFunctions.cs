using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The coupons of the shop, for staff.</summary>
public sealed class CouponFunctions(TableStore store, ShopPolicy policy)
{
    private const int MostUses = 10_000_000;

    /// <summary>Sets all terms of a code; what was used stays counted.</summary>
    [Function("PutCoupon")]
    public async Task<IResult> Put(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "staff/coupons/{code}")] HttpRequest request,
        string code, CancellationToken stop)
    {
        var read = await Body.Read(request, stop);
        if (read.IsRefused(out var unreadable, out var fields)) return Answers.Problem(unreadable);
        bool good = Coupon.TryParse(code, out var id);
        if (!good)
        {
            fields.Refuse(
                "code", $"{Coupon.ShortestCode} to {Coupon.LongestCode} letters (A to Z), digits and dashes.");
        }

        var terms = Parse(fields);
        if (fields.Refusal is { } bad) return Answers.Problem(bad);

        // Each request is a cause of its own: it sets a state, so a repetition changes nothing.
        var issued = await store.Put<Coupon>(
            id, $"issued-{Guid.NewGuid():N}", known => Coupon.Issue(known, id, terms), stop);
        return issued.IsRefused(out var refusal, out var now) ? Answers.Problem(refusal) : Answers.Ok(View(now));
    }

    [Function("GetCoupon")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/coupons/{code}")] HttpRequest request,
        string code, CancellationToken stop) =>
        Coupon.TryParse(code, out var id) && await store.Find(id, stop) is { } stored
            ? Answers.Tagged(request, $"{stored.Version}", View(stored.Record))
            : Answers.Problem(CouponRefusals.Unknown);

    [Function("GetCoupons")]
    public async Task<IResult> List(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/coupons")] HttpRequest request,
        CancellationToken stop)
    {
        if (Page.Of(request, Coupons.All).IsRefused(out var refusal, out var page)) return Answers.Problem(refusal);
        var found = await store.List<Coupon>(page.List, page.Limit, page.Cursor, stop);
        return Answers.Ok(new { Items = found.Items.Select(stored => View(stored.Record)), found.Cursor });
    }

    private CouponTerms Parse(Fields fields) => new(
        fields.Text("name", 100), fields.OptionalNumber("percent", 1, 100))
    {
        Amounts = Amounts(fields, "amounts"),
        Minimums = Amounts(fields, "minimums"),
        Categories = [.. fields.OptionalList("categories", 20).Select(one => one.Text("name", 60))],
        From = fields.OptionalFrom("from", policy.Seller),
        Until = fields.OptionalUntil("until", policy.Seller),
        Limit = fields.OptionalNumber("limit", 1, MostUses),
        PerCustomer = fields.OptionalNumber("perCustomer", 1, 100),
    };

    private static ImmutableArray<Money> Amounts(Fields fields, string name) =>
        [.. fields.OptionalList(name, 10).Select(one => one.AsMoney())];

    private static object View(Coupon coupon) => new
    {
        Code = coupon.Id,
        coupon.Terms.Name,
        coupon.Terms.Percent,
        coupon.Terms.Amounts,
        coupon.Terms.Minimums,
        Categories = coupon.Terms.Categories.Select(name => new { Name = name }),
        coupon.Terms.From,
        coupon.Terms.Until,
        coupon.Terms.Limit,
        coupon.Terms.PerCustomer,
        coupon.Uses.Used,
        coupon.Uses.Held,
    };
}
