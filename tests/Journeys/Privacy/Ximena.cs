using Serverless.Commerce;

namespace Serverless.Tests.Journeys;

/// <summary>A person of whom nothing is anybody else's too, and all that she tells the shop.</summary>
internal static class Ximena
{
    public const string Email = "ximena.q@casa-lumbay.example";
    public const string NewEmail = "x.quinones@casa-lumbay.example";
    public const string OtherName = "Ximena de la Lumbay";
    public const string Note = "Keeps bees behind the house.";
    public const string CustomerNote = "Allergic to lacquer, says her sister.";
    public const string Reason = "Wrote a letter with green ink on 3 May.";
    public const string RightedBecause = "Rang at noon: the bell has another name now.";
    public const string ObjectedBecause = "Sent back our leaflet with a drawing of a mailbox.";

    public static readonly Person Person = new(
        "Ximena Quiñones", Email, "77 Kalye Sampaguitang-Ligaw", "Unit 9 Tore Marikit", "Zamboanguita",
        "Silangang Marilag", "6218", "+63 917 555 8213", "4471");

    // A few digits alone stand in many a number: they are looked for as a JSON text is.
    private static readonly Dictionary<string, string[]> Told = new()
    {
        ["Address.Name"] = [Person.Name, OtherName],
        ["Address.Line1"] = [Person.Line1],
        ["Address.Line2"] = [Person.Line2!],
        ["Address.City"] = [Person.City],
        ["Address.Province"] = [Person.Province],
        ["Address.Postcode"] = [$"\"{Person.Postcode}\""],
        ["Address.Phone"] = ["9175558213", "917 555 8213", "917-555-8213"],
        ["Address.PhoneExtension"] = [$"\"{Person.PhoneExtension}\"", $"ext. {Person.PhoneExtension}"],
        ["Delivery.Email"] = [Email, NewEmail, "casa-lumbay"],
        ["Erasure.Reason"] = [Reason],
        ["Objection.Reason"] = [ObjectedBecause],
        ["Payment.Last4"] = [$"\"{Shopper.GoodCard[^4..]}\"", Shopper.GoodCard],
        ["Rectification.Reason"] = [RightedBecause],
        ["Return.Note"] = [Note],
    };

    // The shop makes these names of what she tells: they lead to her only until she is forgotten.
    private static readonly string[] NotTold = ["Cart.Customer", "Order.Customer", "Return.Customer"];

    /// <summary>All that must be nowhere in the clear.</summary>
    /// <remarks>What an account keeps is sealed as one text, which the register calls so.</remarks>
    public static IEnumerable<string> Texts => Told.Values.SelectMany(some => some).Append(CustomerNote);

    /// <summary>Fails where the register calls something a shopper's that she tells nobody here.</summary>
    public static void TellsAllOfTheRegister() => Assert.Equal(
        Register.All.Where(entry => entry.Use is { Mark: DataMark.Personal, Whose: "shopper" })
            .Select(entry => $"{entry.Type}.{entry.Property}").Order(StringComparer.Ordinal),
        Told.Keys.Concat(NotTold).Order(StringComparer.Ordinal));
}
