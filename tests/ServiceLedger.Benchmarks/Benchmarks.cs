namespace ServiceLedger.Benchmarks;

/// <summary>One program measures; the other, which it starts, is the service.</summary>
static class Benchmarks
{
    static Task<int> Main(string[] args) => args switch
    {
        ["service", var connection, var folder] => Service.RunAsync(connection, folder),
        ["log", .. var rest] => LogMeasuring.RunAsync(rest),
        ["meters", .. var rest] => MeterMeasuring.RunAsync(rest),
        ["pages"] => PageMeasuring.RunAsync(),
        _ => Measuring.RunAsync(args)
    };
}
