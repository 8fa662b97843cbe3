using System.Text.Json.Serialization;

namespace Serverless.Commerce;

/// <summary>What somebody does in the shop, and so what she may see and change; one person may have several.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StaffRole>))]
public enum StaffRole
{
    /// <summary>May everything, and alone says who else works here.</summary>
    Owner,
    /// <summary>Sees that every order comes to its end, and settles returns.</summary>
    Orders,
    /// <summary>Picks, packs, takes in and counts.</summary>
    Warehouse,
    /// <summary>What is sold, at which price, and from whom it is bought.</summary>
    Catalog,
    /// <summary>Reads the books.</summary>
    Books,
    /// <summary>Speaks with customers.</summary>
    Support,
}
