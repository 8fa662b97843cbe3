using System.CommandLine;
using Serverless.Adapters;
using Serverless.Backup;

var id = new Argument<string?>("backup")
{
    Description = "Its id, or the end of its folder's name; the latest without it.",
    Arity = ArgumentArity.ZeroOrOne,
};
var emptyFirst = new Option<bool>("--empty-first")
{
    Description = "Delete the shop's tables, files and messages first. The app must be stopped.",
};
var withoutPersons = new Option<bool>("--without-persons")
{
    Description = "Restore the books alone, where the keys of persons are gone or nobody has the shop's key.",
};

var list = new Command("list", "Show the backups in the vault.");
list.SetAction((_, stop) => BackupTool.List(stop));
var check = new Command("check", "Read a backup to its last byte, and say whether it could be restored here.")
{
    id, withoutPersons,
};
check.SetAction((parsed, stop) => BackupTool.Check(parsed.GetValue(id), parsed.GetValue(withoutPersons), stop));
var restore = new Command("restore", "Bring a backup back into an empty shop, without what was erased since.")
{
    id, emptyFirst, withoutPersons,
};
restore.SetAction((parsed, stop) => BackupTool.Restore(
    parsed.GetValue(id), parsed.GetValue(emptyFirst), parsed.GetValue(withoutPersons), stop));

var root = new RootCommand("Looks at backups and restores them; it reads the settings of the function app.")
{
    list, check, restore,
};
try
{
    return await root.Parse(args).InvokeAsync(new() { EnableDefaultExceptionHandler = false });
}
catch (Exception known) when (known is RestoreException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync(known.Message);
    return 1;
}
