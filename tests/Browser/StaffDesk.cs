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
}
