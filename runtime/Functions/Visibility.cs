using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Serverless.Runtime.Tests")]
