using Serverless.Commerce;
using static Serverless.Tests.Commerce.Some;

namespace Serverless.Tests.Commerce;

public sealed class GuessBrakeTests
{
    private const int Free = 5;

    [Fact]
    public void The_first_few_attempts_need_not_wait_and_each_after_them_waits_twice_as_long()
    {
        GuessBrake? brake = null;
        for (int attempt = 0; attempt < Free; attempt++) brake = Take(brake, Now).OrThrow();
        Says.Refused(StaffRefusals.Wait, Take(brake, Now));
        for (int wait = 1; wait < 900; wait *= 2)
        {
            Assert.Equal(TimeSpan.FromSeconds(wait), brake!.FreeAt - brake.At);
            brake = Take(brake, brake.FreeAt).OrThrow();
        }

        Assert.Equal(GuessBrake.LongestWait, brake!.FreeAt - brake.At);
    }

    [Fact]
    public void Who_was_right_or_has_not_tried_for_a_day_starts_anew()
    {
        var braked = Enumerable.Range(0, Free).Aggregate((GuessBrake?)null, (known, _) => Take(known, Now).OrThrow())!;
        Assert.Equal(1, Take(braked.Clear(), Now).OrThrow().Count);
        Assert.Equal(1, Take(braked, Now.AddHours(25)).OrThrow().Count);
    }

    private static Result<GuessBrake> Take(GuessBrake? brake, DateTimeOffset now) =>
        GuessBrake.Take(brake, new("account"), Free, now);
}
