namespace Serverless.Sandbox;

/// <summary>One line for what happens: ids, kinds and statuses; never a name, an address or a card.</summary>
internal sealed class SandboxLog(Action<string> write)
{
    public void Say(string line) => write(line);
}
