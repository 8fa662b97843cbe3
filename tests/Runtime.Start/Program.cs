using Serverless.Runtime;
using Serverless.Tests.Trouble;

// The host and the app in one process, or the app in processes of its own: what a start project looks like.
return await FunctionsHost.Run(args, typeof(TroubleFunctions).Assembly);
