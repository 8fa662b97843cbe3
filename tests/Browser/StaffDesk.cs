using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Serverless.Tests.Browser;

/// <summary>What staff do, in their own words.</summary>
public static class StaffDesk
{
    public static async Task SignIn(this Visitor staff)
    {
        await staff.Open("/staff");
        await staff.Find("field-staff-token").FillAsync(Site.StaffToken);
        await staff.Press("staff-sign-in");
        await staff.Find("staff-nav").WaitForAsync();
    }

    /// <summary>Asks the staff's API for what the pages have no form for.</summary>
    public static async Task Put(string path, object body)
    {
        using var api = new HttpClient { BaseAddress = Site.Address };
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Site.StaffToken);
        using var answer = await api.PutAsJsonAsync($"/api/staff/{path}", body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {await answer.Content.ReadAsStringAsync()}");
    }

    /// <summary>Has one of the parties outside fail until it is mended.</summary>
    public static async Task Break(string party, object fault)
    {
        using var outside = new HttpClient { BaseAddress = Site.Sandbox };
        using var answer = await outside.PutAsJsonAsync($"/sandbox/faults/{party}", fault);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>All parties outside do their work again.</summary>
    public static async Task Mend()
    {
        using var outside = new HttpClient { BaseAddress = Site.Sandbox };
        using var answer = await outside.DeleteAsync(new Uri("/sandbox/faults", UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode);
    }
}
