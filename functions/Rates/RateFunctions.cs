using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The exchange rates that the shop goes by, for everybody to check its sums.</summary>
public sealed class RateFunctions(RateSheets sheets)
{
    [Function("GetRates")]
    public async Task<IResult> Get(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "rates")] HttpRequest request,
        CancellationToken stop)
    {
        var current = await sheets.Current(stop);
        if (current.IsRefused(out var refusal, out var sheet)) return Answers.Problem(refusal);
        return Answers.Tagged(request, sheet.Id.Value, new
        {
            sheet.Id,
            sheet.At,
            sheet.ExpiresAt,
            sheet.Published,
            sheet.Source,
            sheet.Kept,
            RateSheet.Base,
            sheet.Rates,
        });
    }
}
