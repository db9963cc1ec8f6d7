namespace ServiceLedger.Benchmarks;

/// <summary>One program measures; the other, which it starts, is the service.</summary>
static class Benchmarks
{
    static Task<int> Main(string[] args) => args is ["service", var connection, var folder] ? Service.RunAsync(connection, folder) : Measuring.RunAsync(args);
}
