using System.Net;
using System.Net.Sockets;

namespace Serverless.Tests.Journeys;

/// <summary>Ports for apps that are to listen soon.</summary>
/// <remarks>
/// Below those that the system gives to connections that go out: it would hand one of these to a connection of another
/// test between the moment it is found free and the moment the app listens.
/// </remarks>
public static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 10_000;

    // Two runs beside each other begin at different places.
    private static int last = Environment.ProcessId * 37 % Count;

    /// <summary>One that nobody listens on, and that this process has not been given before.</summary>
    public static int Next()
    {
        for (int tries = 0; tries < Count; tries++)
        {
            int port = First + Interlocked.Increment(ref last) % Count;
            if (IsFree(port)) return port;
        }

        throw new InvalidOperationException($"Something listens on every port from {First} to {First + Count - 1}.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
