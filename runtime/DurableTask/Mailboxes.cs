using System.Threading.Channels;

namespace Serverless.Runtime.DurableTask;

/// <summary>What instances are to hear, and which are ready for a turn; each has one turn at a time.</summary>
internal sealed class Mailboxes(Quiet quiet)
{
    // Beyond these, the session that was used longest ago is given up, and its instance read anew at its next turn.
    private const int MostSessions = 1000;

    private readonly Lock gate = new();
    private readonly Queue<(Mailbox Box, long Used)> sessions = new();
    private long uses;
    private readonly Dictionary<string, Mailbox> boxes = [];
    private readonly Channel<Mailbox> ready = Channel.CreateUnbounded<Mailbox>();

    public ChannelReader<Mailbox> Ready => ready.Reader;

    public void Deliver(string instance, Message message)
    {
        Mailbox? box;
        lock (gate)
        {
            if (!boxes.TryGetValue(instance, out box))
                boxes.Add(instance, box = new Mailbox(instance));
            box.Messages.Add(message);
            if (box.IsBusy)
            {
                // An orchestrator that hangs would never be told that it is to end.
                if (message.Ends)
                    _ = box.Interrupt?.CancelAsync();
                return;
            }

            box.IsBusy = true;
        }

        MakeReady(box);
    }

    /// <summary>Begins a turn, which is to be given up when the token is cancelled.</summary>
    public List<Message> Take(Mailbox box, CancellationToken stop, out CancellationToken giveUp)
    {
        lock (gate)
        {
            box.Interrupt = CancellationTokenSource.CreateLinkedTokenSource(stop);
            giveUp = box.Interrupt.Token;
            var taken = box.Messages;
            box.Messages = [];
            return taken;
        }
    }

    /// <summary>Ends a turn; what it left is put before what came meanwhile, and waits for the next message.</summary>
    public void Release(Mailbox box, List<Message> left, bool again = false)
    {
        lock (gate)
        {
            // One that was cancelled may still be telling so.
            if (box.Interrupt is { IsCancellationRequested: false } done)
                done.Dispose();
            box.Interrupt = null;
            again |= box.Messages.Count > 0;
            box.Messages.InsertRange(0, left);
            box.IsBusy = again;
            Tidy(box);
            if (box.Session is not null)
                Remember(box);
        }

        if (again)
            MakeReady(box);
        quiet.Leave();
    }

    public void Close() => ready.Writer.TryComplete();

    private void Tidy(Mailbox box)
    {
        // Another box may stand in its place by now: of an instance that was begun again under the same id.
        bool isEmpty = !box.IsBusy && box.Messages.Count == 0 && box.Session is null;
        if (isEmpty && boxes.GetValueOrDefault(box.Instance) == box)
            boxes.Remove(box.Instance);
    }

    private void Remember(Mailbox box)
    {
        box.Used = ++uses;
        sessions.Enqueue((box, box.Used));
        while (sessions.Count > MostSessions)
        {
            var (oldest, used) = sessions.Dequeue();
            if (oldest.Used != used || oldest.IsBusy)
                continue;
            oldest.Session = null;
            Tidy(oldest);
        }
    }

    private void MakeReady(Mailbox box)
    {
        quiet.Enter();
        if (!ready.Writer.TryWrite(box))
            quiet.Leave();
    }
}

/// <summary>One instance's messages, while it has any.</summary>
internal sealed class Mailbox(string instance)
{
    public string Instance { get; } = instance;

    public List<Message> Messages { get; set; } = [];

    public bool IsBusy { get; set; }

    /// <summary>Gives up the turn that runs.</summary>
    public CancellationTokenSource? Interrupt { get; set; }

    /// <summary>How often in a row its turn could not be run or saved.</summary>
    public int Troubles { get; set; }

    /// <summary>What its last turn left in memory, to begin the next one with.</summary>
    public Session? Session { get; set; }

    /// <summary>When its session was last used, counted in turns of all instances.</summary>
    public long Used { get; set; }
}
