using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Serverless.Adapters;
using Serverless.Commerce;

namespace Serverless.Functions;

/// <summary>The books, for staff.</summary>
public sealed class LedgerFunctions(Journal journal, ShopPolicy policy, TimeProvider clock)
{
    /// <summary>How far back the books are added up.</summary>
    private const int Days = 400;

    [Function("GetTrialBalance")]
    public async Task<IResult> Balance(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "staff/ledger/balance")] HttpRequest request,
        CancellationToken stop)
    {
        var today = policy.Seller.DayOf(clock.GetUtcNow());
        var accounts = await journal.Balance(today.AddDays(-Days), today, stop);
        bool balanced = accounts.GroupBy(account => account.Debit.Currency)
            .All(group => group.Sum(a => a.Debit.Amount) == group.Sum(a => a.Credit.Amount));
        return Answers.Ok(new
        {
            Balanced = balanced,
            Accounts = accounts.Select(account => new
            {
                account.Account,
                account.Debit.Currency,
                Debit = account.Debit.Amount,
                Credit = account.Credit.Amount,
            }),
        });
    }
}
