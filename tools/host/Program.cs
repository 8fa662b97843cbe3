using Serverless.Functions;
using Serverless.Runtime;

// The app knows no host and the host no app: here they meet.
return await FunctionsHost.Run(args, typeof(Settings).Assembly);
