using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Serverless.Tests.Browser;

/// <summary>Everybody's mail, in the outside world.</summary>
public static class Mailbox
{
    /// <summary>What a pattern finds in somebody's mails, which come a moment after they were sent.</summary>
    public static async Task<string> Find(string email, Regex pattern)
    {
        using var sandbox = new HttpClient { BaseAddress = Site.Sandbox };
        for (int look = 0; look < 60; look++)
        {
            var mails = await sandbox.GetFromJsonAsync<JsonArray>($"/mail/messages?to={Uri.EscapeDataString(email)}");
            var found = mails!.Select(mail => pattern.Match($"{mail!["subject"]}\n{mail["text"]}"))
                .FirstOrDefault(match => match.Success);
            if (found is not null) return found.Groups[1].Value;
            await Task.Delay(500);
        }

        throw new InvalidOperationException($"No mail to {email} came that says {pattern}.");
    }
}
