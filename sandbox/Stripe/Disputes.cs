namespace Serverless.Sandbox;

/// <summary>A shopper's bank takes money back, and gives it back where the shop is right.</summary>
internal sealed class Disputes
{
    public const string Appointment = "dispute";

    // What the provider takes for a dispute, in the currency of the shop's account; it is not given back.
    private const long Fee = 80_000;
    private const string AccountCurrency = "php";

    private readonly StripeBooks books;
    private readonly StripeEvents events;
    private readonly SandboxFile file;
    private readonly SandboxClock clock;

    public Disputes(StripeBooks books, StripeEvents events, Agenda agenda, SandboxFile file, SandboxClock clock)
    {
        (this.books, this.events, this.file, this.clock) = (books, events, file, clock);
        agenda.On(Appointment, (due, _) =>
        {
            file.Change(() => Open(books.Charges.Find(due.Body), null));
            return Task.FromResult<TimeSpan?>(null);
        });
    }

    /// <summary>Opens a dispute of a charge, and takes its money; null where it cannot be disputed.</summary>
    public CardDispute? Open(Charge? charge, long? amount) => file.Change(() =>
    {
        if (charge is not { Disputed: false, Captured: true })
            return null;
        books.Charges.Put(charge.Id, charge with { Disputed = true });
        long disputed = Math.Min(amount ?? charge.AmountCaptured, charge.AmountCaptured);
        var now = clock.GetUtcNow();
        var dispute = books.Disputes.Put("dp_" + charge.Id[3..], new(
            "dp_" + charge.Id[3..], charge.Id, charge.Intent, disputed, charge.Currency, "needs_response", now,
            [new(StripeBooks.NewId("txn"), -disputed, Fee, AccountCurrency, now)]));
        events.Tell("charge.dispute.created", charge.Intent, StripeShapes.Dispute(dispute));
        events.Tell("charge.dispute.funds_withdrawn", charge.Intent, StripeShapes.Dispute(dispute));
        return dispute;
    });

    /// <summary>The bank has decided; null where there is nothing to decide.</summary>
    public CardDispute? Close(string intent, bool won) => file.Change(() =>
    {
        if (books.Disputes.All.FirstOrDefault(one => one.Intent == intent) is not { Status: "needs_response" } dispute)
            return null;
        dispute = dispute with { Status = won ? "won" : "lost" };
        if (won)
        {
            var back = new BalanceMove(
                StripeBooks.NewId("txn"), dispute.Amount, 0, AccountCurrency, clock.GetUtcNow());
            dispute = dispute with { Moves = [.. dispute.Moves, back] };
            books.Charges.Put(dispute.Charge, books.Charges.Find(dispute.Charge)! with { Disputed = false });
        }
        books.Disputes.Put(dispute.Id, dispute);
        if (won)
            events.Tell("charge.dispute.funds_reinstated", intent, StripeShapes.Dispute(dispute));
        events.Tell("charge.dispute.closed", intent, StripeShapes.Dispute(dispute));
        return dispute;
    });
}
