namespace ServiceLedger.Load;

/// <summary>Loads, breaks and measures the service, which it starts as a process of its own on a private PostgreSQL.</summary>
static class LedgerLoad
{
    static Task<int> Main(string[] args) => args switch
    {
        ["service", var connection, var folder] => Service.RunAsync(connection, folder),
        ["limit", var connection, var folder, var plan, var address] => LimitServer.RunAsync(connection, folder, plan, address),
        ["load", .. var rest] => LoadMeasuring.RunAsync(rest),
        ["looks", .. var rest] => LookMeasuring.RunAsync(rest),
        ["log", .. var rest] => LogMeasuring.RunAsync(rest),
        ["meters", .. var rest] => MeterMeasuring.RunAsync(rest),
        ["fuzz", .. var rest] => Fuzzing.RunAsync(rest),
        ["pages"] => PageMeasuring.RunAsync(),
        _ => Told()
    };

    static Task<int> Told()
    {
        Console.WriteLine("""
            ledger-load fuzz|load|looks|log|meters|pages

            fuzz    what bad input does to every operation and page; how many requests and a seed may follow
            load    how fast submissions and recorded reads are, as a share of what hand-written SQL does; seconds of each measurement, rounds and --out FILE may follow
            looks   what it costs to record a look; seconds of each measurement and rounds may follow
            log     what the transparency log does with a million events (another number may follow)
            meters  how soon a supervisor is answered where a million events are on record (another number may follow)
            pages   how soon pages come to 16 people at once
            """);
        return Task.FromResult(2);
    }
}
