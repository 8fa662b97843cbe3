using CsCheck;
using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

/// <summary>What is true of points and credit after any sequence of commands, in any order, at any pace.</summary>
public sealed class StoredValueProperties
{
    private static readonly Id<Customer> Ana = new("6e0b3c1a-0000-4000-8000-00000000000c");

    private static readonly Gen<Command> Commands = Gen.OneOf<Command>(
        Gen.Select(Gen.Int[1, 12], Gen.Long[-2, 40], Gen.Int[-3, 30]).Select(Command (cause, points, days) =>
            new($"earn {points} for {cause}, for {days} days", (value, now) => StoredValue.Earn(
                value, Ana, $"earned-{cause}", points, Day(now, days), now))),
        Gen.Select(Gen.Int[1, 6], Gen.Long[-2, 40]).Select(Command (order, amount) =>
            new($"hold {amount} for {order}", (value, now) => value.Hold(Order(order), amount, now))),
        Gen.Int[1, 6].Select(Command (order) => new($"burn {order}", (value, now) => value.Burn(Order(order), now))),
        Gen.Int[1, 6].Select(Command (order) =>
            new($"give {order} back", (value, now) => value.GiveBack(Order(order), now))),
        Gen.Select(Gen.Int[1, 6], Gen.Long[-2, 60], Gen.Int[0, 30]).Select(Command (cause, points, days) =>
            new($"reverse {points} for {cause}", (value, now) =>
                value.Reverse($"reversed-{cause}", points, Day(now, days), now))),
        Gen.Select(Gen.Int[1, 6], Gen.Long[-2, 20], Gen.Int[0, 30]).Select(Command (cause, points, days) =>
            new($"restore {points} for {cause}", (value, now) =>
                value.Restore($"restored-{cause}", points, Day(now, days), now))),
        Gen.Const(new Command("expire", (value, now) => value.Expire(now))));

    /// <summary>A command, and the hours that pass before it.</summary>
    private static readonly Gen<(Command Command, int Hours)[]> Days =
        Gen.Select(Commands, Gen.Int[0, 40]).Array[1, 80];

    [Fact]
    public void The_balance_is_the_sum_of_all_entries_and_never_below_zero() => Days.Sample(day =>
        Live(day, (_, _, after, now) =>
        {
            Assert.Equal(after.Balance, after.BroughtForward + after.Entries.Sum(entry => entry.Change));
            Assert.InRange(after.Available(now), 0, after.Balance - after.Held);
            Assert.All(after.Lots, lot => Assert.True(lot.Amount > 0));
        }));

    [Fact]
    public void A_command_changes_the_balance_by_what_it_notes_and_by_nothing_else() => Days.Sample(day =>
        Live(day, (before, _, after, _) => Assert.Equal(
            after.Balance - before.Balance,
            after.Entries.ExceptBy(before.Entries.Select(entry => entry.Cause), entry => entry.Cause)
                .Sum(entry => entry.Change))));

    [Fact]
    public void Saying_it_twice_changes_nothing() => Days.Sample(day => Live(day, (_, command, after, now) =>
        Says.Same(after, command.On(after, now))));

    [Fact]
    public void Every_order_ends_burnt_or_given_back_and_never_both() => Days.Sample(day =>
    {
        var end = Live(day, (_, _, _, _) => { });
        foreach (var hold in end.Holds) end = end.GiveBack(hold.Order, Now).OrThrow();
        Assert.Equal(0, end.Held);
        var settled = end.Entries.Where(entry => entry.Kind is ValueEntryKind.Burnt or ValueEntryKind.GivenBack);
        Assert.All(settled.GroupBy(entry => entry.Cause[..entry.Cause.LastIndexOf('-')]), one => Assert.Single(one));
    });

    [Fact]
    public void In_whatever_order_they_come_the_same_gains_come_to_the_same() =>
        Gen.Select(Gen.Shuffle(Enumerable.Range(1, 30).ToArray()), Gen.Shuffle(Enumerable.Range(1, 30).ToArray()))
            .Sample((one, other) => Says.Same(Gained(one).Lots, Gained(other).Lots));

    // Days, not moments: what expires together is together.
    private static DateTimeOffset Day(DateTimeOffset now, int days) =>
        new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(days);

    private static StoredValue Gained(int[] causes) => causes.Aggregate((StoredValue?)null, (value, cause) =>
        StoredValue.Earn(value, Ana, $"{cause}", cause * 7, Now.AddDays(cause % 5 + 1), Now).OrThrow())!;

    private static StoredValue Live(
        (Command, int)[] day, Action<StoredValue, Command, StoredValue, DateTimeOffset> look)
    {
        var (value, now) = (StoredValue.Earn(null, Ana, "first", 50, Now.AddDays(20), Now).OrThrow(), Now);
        foreach (var (command, hours) in day)
        {
            now = now.AddHours(hours);
            var after = command.On(value, now);
            look(value, command, after, now);
            value = after;
        }

        return value;
    }

    /// <summary>One rule with its input, and what it is called when a sample fails.</summary>
    private sealed record Command(string Name, Func<StoredValue, DateTimeOffset, Result<StoredValue>> Rule)
    {
        /// <summary>A refusal leaves everything as it was.</summary>
        public StoredValue On(StoredValue value, DateTimeOffset now) => Rule(value, now).Value ?? value;

        public override string ToString() => Name;
    }
}
