using System.Threading.Channels;

namespace Serverless.Runtime.DurableTask;

/// <summary>What instances are to hear, and which of them are ready for a turn; an instance has one turn at a time.</summary>
internal sealed class Mailboxes(Quiet quiet)
{
    private readonly Lock gate = new();
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
                return;
            box.IsBusy = true;
        }

        MakeReady(box);
    }

    public List<Message> Take(Mailbox box)
    {
        lock (gate)
        {
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
            again |= box.Messages.Count > 0;
            box.Messages.InsertRange(0, left);
            if (!again)
            {
                box.IsBusy = false;
                if (box.Messages.Count == 0 && box.Session is null)
                    boxes.Remove(box.Instance);
            }
        }

        if (again)
            MakeReady(box);
        quiet.Leave();
    }

    public void Close() => ready.Writer.TryComplete();

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

    public Session? Session { get; set; }
}

/// <summary>An orchestrator kept in memory between turns, and the turn that it has come to.</summary>
internal sealed record Session(Execution Execution, long Run, int Turns);
