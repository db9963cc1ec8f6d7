using System.Text;
using ServiceLedger.Verify;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return Verifier.Run(args, Console.Out, Console.Error, TimeProvider.System, Environment.GetEnvironmentVariable);
