using System.Net.Http.Json;
using System.Text;

namespace Serverless.Dev;

/// <summary>Has the sandbox's customs hold or refuse parcels, and acts as the staff who give them documents.</summary>
internal sealed class Customs(ShopClient client, Shopping place, Purchase purchase)
{
    /// <summary>What customs can be told to do.</summary>
    public const string Hold = "hold";
    public const string Refuse = "refuse";

    private bool _given;

    /// <summary>Decides about the next parcels, before any of them is on its way.</summary>
    public static async Task Decide(HttpClient http, Uri sandbox, string outcome, int parcels, CancellationToken stop)
    {
        using var answer = await http.PutAsJsonAsync(
            new Uri(sandbox, $"/sandbox/broker/{outcome}"), new { declarations = parcels }, stop);
        if (!answer.IsSuccessStatusCode)
            throw new Trouble($"The sandbox at {sandbox} does not play customs: {(int)answer.StatusCode}.");
    }

    /// <summary>Gives customs every document that they ask for; once.</summary>
    public async Task GiveWhatIsAsked()
    {
        if (_given) return;
        var staff = place.StaffKey
            ?? throw new RefusedException("staff.token", "--hold wants a staff key: SERVERLESS_STAFF_KEY.");
        string clearance = $"staff/clearances/{purchase.Order}-1";
        var held = (await client.Get<Looked>(clearance, staff)).Clearance;
        foreach (string name in held.Asked)
        {
            purchase.Note($"customs hold it and ask for {name}; staff send one");
            await client.Hand($"{clearance}/documents/{name}", Paper(name), "application/pdf", staff);
        }

        _given = held.Asked.Count > 0;
    }

    /// <summary>The shortest page that a reader of PDF takes (ISO 32000-1, without a table of contents).</summary>
    private static byte[] Paper(string name) => Encoding.ASCII.GetBytes(
        $"""
        %PDF-1.4
        1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
        2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
        3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <<>>>> endobj
        trailer <</Root 1 0 R>>
        % {name}, as a sandbox wants it
        %%EOF
        """);

    private sealed record Looked(Held Clearance);

    private sealed record Held(IReadOnlyList<string> Asked);
}
