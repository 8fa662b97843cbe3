using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>What a person asked about herself and what became of it; to staff with their reasons.</summary>
public sealed class RightsViews(PersonRecords hers, CustomerDoor door, Persons persons)
{
    [Function("GetCustomerRequests")]
    public async Task<IResult> Mine(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "customers/{id}/requests")] HttpRequest request,
        string id, CancellationToken stop) =>
        await door.Own(request, id, stop) is { } customer
            ? Answers.Ok(await Of(request, customer, stop))
            : Answers.Problem(SignInRefusals.NotSignedIn);

    [Function("GetStaffCustomerRequests")]
    public async Task<IResult> ForStaff(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/customers/{id}/requests")]
        HttpRequest request, string id, CancellationToken stop) =>
        (await persons.Known(id, stop)).IsRefused(out var refusal, out var customer)
            ? Answers.Problem(refusal)
            : Answers.Ok(await Of(request, customer, stop));

    private async Task<object> Of(HttpRequest request, Id<Customer> customer, CancellationToken stop) => new
    {
        Rectifications = (await hers.Rectifications(customer, stop))
            .Select(one => Of(one, Persons.ReasonFor(request, one.Reason))),
        Objections = (await hers.Objections(customer, stop))
            .Select(one => Of(one, Persons.ReasonFor(request, one.Reason))),
    };

    internal static object Of(Rectification one, string? reason) => new
    {
        one.Id,
        one.By,
        one.Status,
        one.AskedAt,
        one.EndedAt,
        Places = one.Places.Select(place => new
        {
            place.Place,
            place.Parts,
            place.Count,
            place.Order,
            Number = place.Order is { } order ? OrderViews.NumberOf(order) : null,
            place.Because,
            Words = place.Because is { } because ? KeptWords.Of(because) : null,
        }),
        one.Recipients,
        Reason = reason,
    };

    internal static object Of(Objection one, string? reason) => new
    {
        one.Id,
        one.By,
        one.Status,
        one.AskedAt,
        one.EndedAt,
        one.Purposes,
        one.Answers,
        Reason = reason,
    };
}
