using System.Diagnostics;

namespace Serverless.Dev;

/// <summary>What one shopper wants from the terminal.</summary>
/// <param name="Return">One of <see cref="Ways"/> to send it back; null keeps it.</param>
internal sealed record Wish(string Card, string Currency, string? Product, string? Return, TimeSpan Patience)
{
    public const string Refund = "refund";
    public const string Exchange = "exchange";
    public const string Credit = "credit";
    public const string Fee = "fee";

    /// <summary>What can become of what is sent back.</summary>
    public static readonly string[] Ways = [Refund, Exchange, Credit, Fee];

    public string Country { get; init; } = "PH";

    /// <summary>What customs will do; null lets everything in.</summary>
    public string? Customs { get; init; }

    /// <summary>Whether she thinks better of it before it is picked.</summary>
    public bool Cancels { get; init; }

    /// <summary>Whether she changes the order once it is placed.</summary>
    public bool Edit { get; init; }

    /// <summary>Whether her bank lets go of the money, and she pays again.</summary>
    public bool PaysAgain { get; init; }

    /// <summary>Who receives pays what the border asks.</summary>
    public bool Dap { get; init; }
}

/// <summary>How one purchase stands; filled by a <see cref="Shopper"/>, read by a display.</summary>
internal sealed class Purchase(int place)
{
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private TimeSpan? _took;

    /// <summary>Which of the purchases made together, from 0.</summary>
    public int Place { get; } = place;

    public string Order { get; } = Guid.NewGuid().ToString("D");
    public string? Number { get; set; }
    public string What { get; set; } = "";
    public string Status { get; private set; } = "Shopping";

    /// <summary>The code and sentence of a refusal.</summary>
    public string Why { get; private set; } = "";

    public bool Ended => _took is not null;
    public TimeSpan Time => _took ?? _watch.Elapsed;

    /// <summary>Hears each new state with the time at which the shop reached it.</summary>
    public event Action<string, DateTimeOffset?>? Reached;

    /// <summary>Hears what happens besides states.</summary>
    public event Action<string>? Noted;

    public void Reach(string status, DateTimeOffset? at = null)
    {
        Status = status;
        Reached?.Invoke(status, at);
    }

    public void Note(string text) => Noted?.Invoke(text);

    /// <summary>The end, in the one word that the summary counts.</summary>
    public void End(string status, string why = "")
    {
        (Status, Why, _took) = (status, why, _watch.Elapsed);
    }
}
