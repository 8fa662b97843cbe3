using Serverless.Bench;

// The same program is what measures, the app that is measured where that runs as a process of its own, and a server
// that is asked over HTTP.
if (Array.Exists(args, word => word.StartsWith("--functions", StringComparison.OrdinalIgnoreCase)))
{
    App.Run(args);
    return 0;
}

return args is ["--serve", var what, ..] ? await Served.Run(what, args[2..]) : await Report.Run(args);
