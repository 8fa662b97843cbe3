namespace Serverless.Commerce;

/// <summary>Where goods lie and are fetched.</summary>
public sealed partial class ShopCheck
{
    // With more, trying out from which of them together goods could come takes too long.
    private const int MostToSplit = 15;

    private void Locations()
    {
        Expect(policy.Locations.Length is > 0 and <= MostLocations, "locations",
            $"From 1 to {MostLocations} places that goods lie in.");
        Expect(policy.Sourcing != SourcingRule.Split || policy.Locations.Length <= MostToSplit, "sourcing",
            $"Orders are split among at most {MostToSplit} places. Choose Nearest or Priority, or have fewer.");
        Twice("locations", policy.Locations, location => location.Code, ".code");
        foreach (var (at, location) in policy.Locations.Index())
        {
            var name = $"locations[{at}]";
            Expect(PlaceCode().IsMatch(location.Code), $"{name}.code", "From 2 to 12 capital letters and digits: MNL.");
            Expect(location.Priority is >= 1 and <= 1000, $"{name}.priority", "From 1, which is preferred, to 1000.");
            Expect(location.Near.Length <= 200 && location.Near.All(near => IsLine(near, 80)), $"{name}.near",
                "At most 200 provinces and countries, of 80 characters each.");
            CheckAddress($"{name}.address", location.Address);
            CheckHours($"{name}.hours", location);
        }
    }

    private void CheckAddress(string name, PlaceAddress address)
    {
        Text($"{name}.name", address.Name, 100);
        Expect(address.Country == policy.Home, $"{name}.country",
            $"A place of the shop is in {policy.Home}, where it is at home.");
        Expect(ShopPhones.Read(address) is not null, $"{name}.phone", PhoneMessage);
        var format = AddressFormat.Of(address.Country);
        (string Part, string? Text, int Longest)[] parts =
        [
            ("line1", address.Line1, 120), ("line2", address.Line2, 120), ("city", address.City, 80),
            ("province", address.Province, 80), ("postcode", address.Postcode, 12),
        ];
        foreach (var (part, text, longest) in parts)
        {
            var asked = format.Parts.FirstOrDefault(one => one.Name == part);
            Expect(asked is not { Required: true } || text is { Length: > 0 }, $"{name}.{part}", "This is needed.");
            Expect(text is null || IsLine(text, longest), $"{name}.{part}", $"At most {longest} characters.");
        }

        Expect(address.Postcode.Length == 0 || format.Fits(address.Postcode), $"{name}.postcode",
            $"A postcode such as {format.Example}.");
        bool isKnown = Provinces.Of(address.Country).IsEmpty || Provinces.Find(address.ToAddress()) is not null;
        Expect(isKnown || address.Province.Length == 0, $"{name}.province",
            $"'{address.Province}' is no province of {address.Country}. Choose one of its list.");
    }

    private void CheckHours(string name, Location location)
    {
        Expect(location.Hours.Length <= Few, name, $"At most {Few} lines.");
        var open = new List<(int Day, int From, int To)>();
        foreach (var (at, hours) in location.Hours.Take(Few).Index())
        {
            var (days, times) = (hours.ReadDays(), hours.ReadTimes());
            Expect(days is not null, $"{name}[{at}].days", "Days and spans of days: Mon-Fri, or Sat,Sun.");
            Expect(times is not null, $"{name}[{at}]", "Opens before it closes, on the same day: 09:00 and 18:00.");
            if (days is null || times is not { } span) continue;
            bool overlaps = days.Value.Any(day => open.Any(
                other => other.Day == day && span.From < other.To && other.From < span.To));
            Expect(!overlaps, $"{name}[{at}]", "It is open at these hours already. Say each hour once.");
            open.AddRange(days.Value.Select(day => (day, span.From, span.To)));
        }
    }
}
