using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>What was collected for a border is paid out when customs let the parcel in (XB02, XB07).</summary>
public sealed class ImportPostingsTests
{
    private static readonly Currency Euro = Currency.Parse("EUR");

    [Fact]
    public void What_customs_charged_beyond_what_was_collected_is_the_shops_loss() => Assert.Equal(
        [
            JournalLine.OnDebit(Accounts.ImportPayable, Php(72_256)),
            JournalLine.OnDebit(Accounts.ImportDifferences, Php(2_744)),
            JournalLine.OnCredit(Accounts.BrokerPayable, Php(75_000)),
        ],
        Settled(72_256, Php(75_000), 75_000)!.Lines);

    [Fact]
    public void What_customs_did_not_charge_is_its_gain() => Assert.Equal(
        [
            JournalLine.OnDebit(Accounts.ImportPayable, Php(72_256)),
            JournalLine.OnCredit(Accounts.ImportDifferences, Php(72_256)),
        ],
        Settled(72_256, Php(0), 0)!.Lines);

    [Fact]
    public void A_broker_who_bills_in_another_currency_is_owed_that_by_way_of_the_exchange_account() => Assert.Equal(
        [
            JournalLine.OnDebit(Accounts.ImportPayable, Php(72_256)),
            JournalLine.OnCredit(Accounts.ImportDifferences, Php(256)),
            JournalLine.OnCredit(Accounts.Exchange, Php(72_000)),
            JournalLine.OnDebit(Accounts.Exchange, new(11_25, Euro)),
            JournalLine.OnCredit(Accounts.BrokerPayable, new(11_25, Euro)),
        ],
        Settled(72_256, new(11_25, Euro), 72_000)!.Lines);

    [Fact]
    public void Where_nothing_was_collected_and_nothing_charged_nothing_is_written()
    {
        Assert.Null(Settled(0, Php(0), 0));
        Assert.NotNull(Settled(0, Php(1), 1));
    }

    [Fact]
    public void It_balances_in_every_currency_and_leaves_nothing_owed_of_what_was_collected() =>
        Gen.Select(Gen.Long[0, 10_000_000], Gen.Long[0, 10_000_000], Gen.Bool).Sample((collected, charged, abroad) =>
        {
            var bill = abroad ? new Money(charged / 64, Euro) : Php(charged);
            if (Settled(collected, bill, charged) is not { } entry) return collected == 0 && charged / 64 == 0;
            bool balanced = entry.Lines.GroupBy(line => line.Debit.Currency)
                .All(group => group.Sum(line => line.Debit.Amount) == group.Sum(line => line.Credit.Amount));
            return balanced && On(entry, Accounts.ImportPayable) == collected
                && On(entry, Accounts.ImportDifferences) == charged - collected
                && On(entry, Accounts.BrokerPayable) == -bill.Amount;
        });

    private static JournalEntry? Settled(long collected, Money charged, long worth) =>
        ImportPostings.Settlement("parcel-import", Now, Php(collected), charged, Php(worth));

    private static long On(JournalEntry entry, string account) =>
        entry.Lines.Where(line => line.Account == account).Sum(line => line.Debit.Amount - line.Credit.Amount);
}
