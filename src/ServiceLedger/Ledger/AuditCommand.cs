using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using JasperFx.CommandLine;
using Npgsql;
using ServiceLedger.Hosting;

namespace ServiceLedger.Ledger;

/// <summary>What an audit looks at.</summary>
public sealed class AuditInput : NetCoreInput
{
    [Description("The first place in the log")]
    public long FromFlag { get; set; }

    [Description("The place after the last; absent: all there are")]
    public long ToFlag { get; set; } = long.MaxValue;

    [Description("Only the events of this stream")]
    public Guid StreamFlag { get; set; }

    [Description("A checkpoint kept from earlier, or the folder of an exported log")]
    public string AgainstFlag { get; set; } = "";

    [Description("A file for the progress: interrupted, the audit goes on when run again with it")]
    public string StateFlag { get; set; } = "";

    [Description("Writes the report to this file as JSON")]
    public string JsonFlag { get; set; } = "";
}

/// <summary>audit: recomputes the log from the tables and names everything that does not fit. Exit code 0 when nothing is wrong, 1 otherwise.</summary>
[Description("Recomputes the transparency log from the tables and names what does not fit", Name = "audit")]
public sealed class AuditCommand : JasperFxAsyncCommand<AuditInput>
{
    public override async Task<bool> Execute(AuditInput input)
    {
        using var host = input.BuildHost();
        using var work = new LongWork();
        await using var run = await Run.BeginAsync(host.Services.GetRequiredService<NpgsqlDataSource>(), RunKind.Audit);
        try
        {
            var clock = Stopwatch.StartNew();
            var scope = new AuditScope(
                input.FromFlag, input.ToFlag == long.MaxValue ? null : input.ToFlag, input.StreamFlag == Guid.Empty ? null : input.StreamFlag,
                input.AgainstFlag.Length == 0 ? null : input.AgainstFlag, input.StateFlag.Length == 0 ? null : input.StateFlag);
            var report = await host.Services.GetRequiredService<Audit>().RunAsync(
                scope,
                p =>
                {
                    run?.At(p.Done, p.Of);
                    work.Say(() => $"{p.Done:N0} of {p.Of:N0} events, {p.PerSecond:N0} events/s, about {TimeSpan.FromSeconds((p.Of - p.Done) / p.PerSecond):mm\\:ss} left");
                },
                work.Stopped);
            if (run is not null)
                await run.EndAsync(report.Holds ? RunOutcome.Done : RunOutcome.Findings, report.Findings.Count);
            if (input.JsonFlag.Length > 0)
                await File.WriteAllBytesAsync(input.JsonFlag, JsonSerializer.SerializeToUtf8Bytes(report, LedgerJson.Stored), work.Stopped);
            Print(report, clock.Elapsed);
            return report.Holds;
        }
        catch (OperationCanceledException)
        {
            if (run is not null)
                await run.EndAsync(RunOutcome.Interrupted);
            Console.Error.WriteLine(input.StateFlag.Length == 0 ? "Interrupted." : "Interrupted; run the same command again to go on.");
            return false;
        }
        catch (AuditCannotRun refusal)
        {
            Console.Error.WriteLine(refusal.Message);
            return false;
        }
    }

    static void Print(AuditReport report, TimeSpan took)
    {
        foreach (var f in report.Findings)
            Console.WriteLine(string.Join("  ", new[]
            {
                f.Fault.ToString(), f.Index is { } index ? "at " + index.ToString(CultureInfo.InvariantCulture) : null, f.EventId is { } id ? "event " + id : null, f.Number is { } number ? "number " + number.ToString(CultureInfo.InvariantCulture) : null, f.Type, f.What
            }.OfType<string>()));
        Console.WriteLine($"checkpoint  {report.Size:N0} leaves, root {report.Root ?? "none"}");
        Console.WriteLine($"events      {report.Events:N0} made again, {report.Matched:N0} as they were sequenced, {report.Waiting:N0} wait for their place");
        Console.WriteLine($"values      {report.Values.Match:N0} match, {report.Values.Mismatch:N0} mismatch, {report.Values.Erased:N0} erased, {report.Values.Missing:N0} missing");
        Console.WriteLine($"took        {took.TotalSeconds:N1} s, {report.Events / Math.Max(took.TotalSeconds, 0.001):N0} events/s");
        Console.WriteLine(report.Holds ? "Nothing is wrong." : $"{report.Findings.Count:N0} findings.");
    }
}
