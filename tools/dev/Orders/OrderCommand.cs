using System.CommandLine;

namespace Serverless.Dev;

/// <summary><c>./dev order</c>: buys from the terminal and follows what happens.</summary>
internal static class OrderCommand
{
    private static readonly Option<string> Card = new("--card")
    {
        Description = "A test card: 4242424242424242 pays, 4000002500003155 asks for 3-D Secure, "
            + "4000000000000002 is declined (and that is then the good end).",
        DefaultValueFactory = _ => "4242424242424242",
    };

    private static readonly Option<int> Count = new("--count", "-n")
    {
        Description = "How many shoppers at once, 1 to 500.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string?> Return = new("--return")
    {
        Description = "Send it back after delivery, approve that as staff, and follow it to Refunded; "
            + "or exchange it (Exchanged), have credit (StoreCredit), or see a fee kept (FeeKept).",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = string.Join('|', Wish.Ways),
    };

    private static readonly Option<bool> Cancel = new("--cancel")
    {
        Description = "Cancel it before it is picked, and follow that until nothing is charged (then the good end).",
    };

    private static readonly Option<string> Currency = new("--currency")
    {
        Description = "PHP or USD.",
        DefaultValueFactory = _ => "PHP",
    };

    private static readonly Option<string> Country = new("--country")
    {
        Description = $"Where it goes: {string.Join(", ", Destination.Codes)}. Abroad, the landed cost is shown first.",
        DefaultValueFactory = _ => "PH",
    };

    private static readonly Option<bool> Dap = new("--dap")
    {
        Description = "Who receives pays what the border asks; else it is paid with the order.",
    };

    private static readonly Option<bool> Hold = new("--hold")
    {
        Description = "Customs hold the parcel and ask for a document, which is then given to them as staff do.",
    };

    private static readonly Option<bool> Edit = new("--edit")
    {
        Description = "Change it before it is picked: one more of it, another door, a cheaper way; ends Delivered.",
    };

    private static readonly Option<bool> PayAgain = new("--pay-again")
    {
        Description = "Her bank lets go of the money before it is picked: the order is paid again; ends Delivered.",
    };

    private static readonly Option<bool> Refuse = new("--refuse")
    {
        Description = "Customs do not let the parcel in: it comes back and is refunded (then that is the good end).",
    };

    private static readonly Option<string?> Product = new("--product") { Description = "A product's id; else any." };

    private static readonly Option<int> Patience = new("--patience")
    {
        Description = "Most seconds for one order, also when the shop is away for a while.",
        DefaultValueFactory = _ => 180,
    };

    private static readonly Option<string?> Site = new("--site")
    {
        Description = "The address of a shop elsewhere (SERVERLESS_SITE).",
    };

    private static readonly Option<string?> Sandbox = new("--sandbox") { Description = "Its sandbox; else it says." };

    private static readonly Option<string?> StaffKey = new("--staff-key")
    {
        Description = "For a shop elsewhere (SERVERLESS_STAFF_KEY).",
    };

    public static Command Create()
    {
        var command = new Command("order", "Buy as a shopper would and follow the order to its end.")
        {
            Card, Count, Return, Cancel, Currency, Country, Dap, Hold, Refuse, Edit, PayAgain, Product, Patience, Site,
            Sandbox, StaffKey,
        };
        command.SetAction(Run);
        return command;
    }

    private static async Task<int> Run(ParseResult parsed, CancellationToken stop)
    {
        var count = parsed.GetValue(Count);
        if (count is < 1 or > 500) throw new Trouble($"--count is from 1 to 500, not {count}.");
        var card = parsed.GetRequiredValue(Card).Replace(" ", "", StringComparison.Ordinal);
        if (card.Length == 0 || !card.All(char.IsAsciiDigit)) throw new Trouble("--card wants digits.");
        var country = parsed.GetRequiredValue(Country).ToUpperInvariant();
        if (!Destination.Codes.Contains(country))
            throw new Trouble($"--country is one of {string.Join(", ", Destination.Codes)}, not {country}.");
        var wish = new Wish(card, parsed.GetRequiredValue(Currency).ToUpperInvariant(), parsed.GetValue(Product),
            WayBack(parsed), TimeSpan.FromSeconds(parsed.GetValue(Patience)))
        {
            Country = country,
            Dap = parsed.GetValue(Dap),
            Customs = CustomsOf(parsed, country),
            Cancels = Cancels(parsed),
            Edit = parsed.GetValue(Edit),
            PaysAgain = parsed.GetValue(PayAgain),
        };
        var place = Where(parsed, count);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (wish.Customs is { } outcome)
            await Customs.Decide(http, place.Sandbox ?? throw new Trouble(
                $"--{outcome} wants the sandbox, which plays customs: name it with --sandbox."), outcome, count, stop);
        Purchase[] purchases = [.. Enumerable.Range(0, count).Select(number => new Purchase(number))];
        var all = Task.WhenAll(purchases.Select(purchase =>
        {
            var client = new ShopClient(http, place.Site, new Patience(wish.Patience), stop);
            return new Shopper(http, client, place, wish, purchase, stop).Run();
        }));
        if (count == 1) return await OneOrderView.Show(purchases[0], wish, all);
        return await ManyOrdersView.Show(purchases, wish, all);
    }

    private static string? CustomsOf(ParseResult parsed, string country)
    {
        var (hold, refuse) = (parsed.GetValue(Hold), parsed.GetValue(Refuse));
        if (hold && refuse) throw new Trouble("Customs either hold a parcel or refuse it: --hold or --refuse.");
        if ((hold || refuse) && country == "PH") throw new Trouble("At home there are no customs: name a --country.");
        return hold ? Customs.Hold : refuse ? Customs.Refuse : null;
    }

    private static bool Cancels(ParseResult parsed)
    {
        bool cancels = parsed.GetValue(Cancel);
        if (cancels && parsed.GetResult(Return) is not null)
            throw new Trouble("What is cancelled never comes, so it cannot be sent back: --cancel or --return.");
        return cancels;
    }

    private static string? WayBack(ParseResult parsed)
    {
        if (parsed.GetResult(Return) is null) return null;
        var way = parsed.GetValue(Return) ?? Wish.Refund;
        return Wish.Ways.Contains(way)
            ? way
            : throw new Trouble($"--return is one of {string.Join(", ", Wish.Ways)}, not {way}.");
    }

    private static Shopping Where(ParseResult parsed, int count)
    {
        // Many shoppers look a little less often, so that what is measured is the shop and not the looking.
        var pace = TimeSpan.FromMilliseconds(Math.Clamp(count * 10, 150, 1500));
        var token = parsed.GetValue(StaffKey) ?? Environment.GetEnvironmentVariable("SERVERLESS_STAFF_KEY");
        var sandbox = Address(parsed.GetValue(Sandbox));
        if (Address(parsed.GetValue(Site) ?? Environment.GetEnvironmentVariable("SERVERLESS_SITE")) is { } site)
            return new(site, sandbox, token, pace);
        if (StackState.Load(Home.Default) is not { Phase: StackPhase.Up, IsAlive: true } state)
            throw new Trouble("The shop is not up: start it with ./dev up, or name another with --site.");
        return new(new Uri(state.Ports.SiteUrl), sandbox ?? new Uri(state.Ports.SandboxUrl),
            token ?? Secrets.Load(Home.Default)?.StaffKey, pace);
    }

    private static Uri? Address(string? text)
    {
        if (string.IsNullOrEmpty(text)) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address!.Scheme is "http" or "https"
            ? address
            : throw new Trouble($"An address looks like http://localhost:8080, not like {text}.");
    }
}
