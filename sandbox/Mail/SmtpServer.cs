using System.Net;
using System.Net.Sockets;

namespace Serverless.Sandbox;

/// <summary>Takes in mail on a port of its own, from this machine only.</summary>
internal sealed class SmtpServer(Mailbox mailbox, Faults faults, SandboxLog log) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource stopping = new();
    private readonly HashSet<Task> conversations = [];
    private readonly Lock gate = new();
    private TcpListener? listener;
    private Task accepting = Task.CompletedTask;

    /// <summary>Starts listening; answers the port.</summary>
    public int Start(int port)
    {
        listener = new(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException taken)
        {
            throw new IOException($"the mail port {port} is not free ({taken.SocketErrorCode}).", taken);
        }
        accepting = Accept(listener);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener?.Dispose();
        await accepting;
        Task[] left;
        lock (gate)
            left = [.. conversations];
        await Task.WhenAll(left);
        stopping.Dispose();
    }

    private async Task Accept(TcpListener from)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var conversation = Talk(await from.AcceptTcpClientAsync(stopping.Token));
                lock (gate)
                {
                    conversations.RemoveWhere(one => one.IsCompleted);
                    conversations.Add(conversation);
                }
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException)
            {
                log.Say("a mail client went away before it was greeted");
            }
        }
    }

    private async Task Talk(TcpClient client)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        patience.CancelAfter(Patience);
        using (client)
        {
            try
            {
                await new SmtpConversation(client.GetStream(), mailbox, faults, log).Run(patience.Token);
            }
            catch (Exception gone) when (gone is IOException or OperationCanceledException)
            {
                log.Say("a mail client went away in the middle");
            }
        }
    }
}
