using System.CommandLine;

namespace Serverless.Dev;

/// <summary><c>./dev code</c>: what an authenticator would show for the owner of the shop on this machine.</summary>
internal static class CodeCommand
{
    public static Command Create()
    {
        var command = new Command("code", "Print the owner's six digits of now, for signing in at /staff.");
        command.SetAction(_ =>
        {
            if (Owner.Load(Home.Default) is not { Secret: not null } owner)
                throw new Trouble("There is no owner yet: ./dev up makes one.");
            Say.Line(owner.Code());
            return 0;
        });
        return command;
    }
}
