using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Serverless.Adapters;

namespace Serverless.Tests.Adapters;

public sealed class MailTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static SmtpMail Mail(Outside outside, string? user = null) => new(
        new SmtpOptions("127.0.0.1", outside.Sandbox.SmtpPort, "orders@shop.test", user, "secret")
        { TimeOut = TimeSpan.FromSeconds(5) },
        outside.Clock);

    private static MailMessage Message(string id, string to = "maria@example.com") => new(
        id, to, "Salamat! Your order 7K3M-9Q2A ✓", "Dear María,\n.\n..two dots\nThank you.", "<p>Dear María,</p>")
    {
        FromName = "Likha",
    };

    private static async Task<JsonElement[]> Messages(Outside outside, string to) =>
        (await outside.Http.GetFromJsonAsync<JsonElement[]>($"/mail/messages?to={to}"))!;

    [Fact]
    public async Task A_mail_arrives_as_it_was_written()
    {
        await using var outside = await Outside.Open();

        await Mail(outside).Send(Message("o1-confirmation"), Stop);
        await Mail(outside).Send(Message("o2-confirmation", "ben@example.com"), Stop);

        var mail = Assert.Single(await Messages(outside, "Maria@example.com"));
        Assert.Equal("o1-confirmation@shop.test", mail.GetProperty("messageId").GetString());
        Assert.Equal("Salamat! Your order 7K3M-9Q2A ✓", mail.GetProperty("subject").GetString());
        Assert.Equal(Message("").Text, mail.GetProperty("text").GetString()!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Contains("<p>Dear María,</p>", mail.GetProperty("html").GetString(), StringComparison.Ordinal);
        Assert.Single(await Messages(outside, "ben@example.com"));
        Assert.DoesNotContain(outside.Log, line => line.Contains("maria", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_password_is_never_sent_where_the_server_speaks_no_TLS()
    {
        await using var outside = await Outside.Open();

        await Assert.ThrowsAsync<NotSupportedException>(
            () => Mail(outside, user: "shop").Send(Message("o1-confirmation"), Stop));

        Assert.Empty(await Messages(outside, "maria@example.com"));
    }

    [Fact]
    public async Task A_file_that_goes_with_a_mail_can_be_opened_in_the_mailbox()
    {
        await using var outside = await Outside.Open();
        var file = new MailAttachment("order.csv", "text/csv; charset=utf-8", [.. "sku,units\r\nBOWL,12\r\n"u8]);

        await Mail(outside).Send(Message("p1-sent") with { Attachments = [file] }, Stop);

        var mail = Assert.Single(await Messages(outside, "maria@example.com"));
        Assert.Equal("order.csv", Assert.Single(mail.GetProperty("enclosures").EnumerateArray())
            .GetProperty("name").GetString());
        var path = $"/mail/messages/{mail.GetProperty("id").GetString()}/enclosures/";
        Assert.Equal("sku,units\r\nBOWL,12\r\n", await outside.Http.GetStringAsync(path + "0", Stop));
        Assert.Equal(404, (int)(await outside.Http.GetAsync(path + "1", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_mail_that_needs_consent_says_in_its_head_where_one_click_ends_it()
    {
        await using var outside = await Outside.Open();
        var link = new Uri("https://shop.test/api/unsubscriptions/ana/marketing-email?token=" + new string('x', 80));

        await Mail(outside).Send(Message("o1-points") with { Unsubscribe = link }, Stop);
        await Mail(outside).Send(Message("o1-placed"), Stop);

        var mails = await Messages(outside, "maria@example.com");
        string? Of(string id) => mails.Single(mail => mail.GetProperty("messageId").GetString() == id + "@shop.test")
            .GetProperty("oneClick").GetString();
        Assert.Equal(link.AbsoluteUri, Of("o1-points"));
        Assert.Null(Of("o1-placed"));
    }

    [Fact]
    public async Task A_mail_that_is_sent_again_is_shown_once()
    {
        await using var outside = await Outside.Open();

        for (int i = 0; i < 3; i++)
            await Mail(outside).Send(Message("o1-confirmation"), Stop);

        Assert.Equal(3, Assert.Single(await Messages(outside, "maria@example.com")).GetProperty("copies").GetInt32());
    }

    [Fact]
    public async Task A_server_that_fails_after_taking_the_mail_gets_it_again_and_shows_it_once()
    {
        await using var outside = await Outside.Open();
        await outside.Fail("mail", new { kind = "drop", calls = 1 });

        await Assert.ThrowsAnyAsync<Exception>(() => Mail(outside).Send(Message("o1"), Stop));
        await Mail(outside).Send(Message("o1"), Stop);

        Assert.Single(await Messages(outside, "maria@example.com"));
    }

    [Fact]
    public async Task A_server_that_says_no_is_quoted_by_its_code_alone()
    {
        await using var outside = await Outside.Open();
        await outside.Fail("mail", new { kind = "error", calls = 1 });

        var refused = await Assert.ThrowsAsync<MailNotTakenException>(() => Mail(outside).Send(Message("o1"), Stop));

        Assert.Equal(451, refused.Code);
        Assert.DoesNotContain("maria", refused.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_mail_server_says_what_is_wrong_with_a_conversation()
    {
        await using var outside = await Outside.Open();
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", outside.Sandbox.SmtpPort, Stop);
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII)
        { NewLine = "\r\n", AutoFlush = true };
        Assert.StartsWith("220", await reader.ReadLineAsync(Stop), StringComparison.Ordinal);

        foreach (var (command, code) in new[]
        {
            ("MAIL FROM:<a@b.test>", "503"), ("HELO", "501"), ("HELO tests", "250"), ("RCPT TO:<a@b.test>", "503"),
            ("DATA", "503"), ("MAIL FROM: nobody", "501"), ("MAIL FROM:<a@b.test> SIZE=99999999", "552"),
            ("MAIL FROM:<a@b.test> HOP=1", "555"), ("MAIL FROM:<>", "250"), ("MAIL FROM:<>", "503"),
            ("RCPT TO:<nobody>", "501"), ("RCPT TO:<a@b.test>", "250"), ("RSET", "250"), ("DATA", "503"),
            ("AUTH LOGIN", "504"), ("STARTTLS", "502"), ("JUMP", "500"), ("NOOP " + new string('x', 2000), "500"),
            ("NOOP", "250"), ("QUIT", "221"),
        })
        {
            await writer.WriteLineAsync(command);
            Assert.StartsWith(code, await reader.ReadLineAsync(Stop), StringComparison.Ordinal);
        }
        Assert.Null(await reader.ReadLineAsync(Stop));
    }
}
