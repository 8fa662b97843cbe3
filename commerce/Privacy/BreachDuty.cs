using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>Whether somebody has to be told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BreachNeed>))]
public enum BreachNeed { Unclear, Needed, NotNeeded }

/// <summary>Whom the law has told of a leak, by what is said of it; people decide, this advises.</summary>
public static class BreachDuty
{
    /// <summary>From so many people on, a notice is not put off (NPC Circular 16-03 sec. 17 (C)).</summary>
    public const int Many = 100;

    /// <summary>
    /// The commission and people: data that enables identity fraud, that somebody may have got, with a real risk of
    /// serious harm, all three (NPC Circular 16-03 sec. 11; RA 10173 sec. 20 (f)). An authority of the EU: unless no
    /// risk is likely (GDPR art. 33 (1)). People also where the risk is high (GDPR art. 34 (1)).
    /// </summary>
    public static BreachNeed Of(Breach breach, BreachParty party)
    {
        var story = breach.Story;
        bool?[] asked = [story.EnablesFraud, story.Acquired, story.SeriousHarm];
        var npc = asked.Contains(false) ? BreachNeed.NotNeeded
            : asked.Contains(null) ? BreachNeed.Unclear
            : BreachNeed.Needed;
        return party switch
        {
            BreachParty.Npc => npc,
            BreachParty.Eu => story.NoRisk switch
            {
                null => story.SeriousHarm == true ? BreachNeed.Needed : BreachNeed.Unclear,
                true => BreachNeed.NotNeeded,
                false => BreachNeed.Needed,
            },
            BreachParty.People => story.SeriousHarm == true ? BreachNeed.Needed : npc,
        };
    }

    /// <summary>Where it stands.</summary>
    public static string SourceOf(BreachParty party) => party switch
    {
        BreachParty.Npc => "NPC Circular 16-03 sec. 11, 13 and 17",
        BreachParty.Eu => "GDPR art. 33",
        BreachParty.People => "NPC Circular 16-03 sec. 18; GDPR art. 34",
    };
}
