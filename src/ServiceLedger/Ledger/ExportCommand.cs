using JasperFx.CommandLine;
using ServiceLedger.Hosting;

namespace ServiceLedger.Ledger;

public sealed class ExportInput : NetCoreInput
{
    [Description("log")]
    public string Kind { get; set; } = "";

    [Description("The folder, new or of an earlier export")]
    public string Folder { get; set; } = "";
}

/// <summary>export log FOLDER. Repeating it writes nothing new; interrupted, it goes on when run again.</summary>
[Description("Exports the transparency log for whoever keeps or verifies it", Name = "export")]
public sealed class ExportCommand : JasperFxAsyncCommand<ExportInput>
{
    public override async Task<bool> Execute(ExportInput input)
    {
        using var host = input.BuildHost();
        using var work = new LongWork();
        if (input.Kind != "log")
        {
            Console.Error.WriteLine($"There is no export of '{input.Kind}'; choose log.");
            return false;
        }

        try
        {
            var services = host.Services;
            var export = new LogExport(services.GetRequiredService<LogFolder>(), services.GetRequiredService<PublishedLog>(), services.GetRequiredService<LogKeys>());
            var report = await export.RunAsync(Path.GetFullPath(input.Folder), r => work.Say(() =>
            {
                var done = Math.Max((double)r.Entries / r.Size, 0.001);
                return $"{r.Entries:N0} of {r.Size:N0} entries, {r.Entries / r.Took.TotalSeconds:N0}/s, about {r.Took * ((1 - done) / done):mm\\:ss} left";
            }), work.Stopped);
            Console.WriteLine($"{report.Size:N0} entries in {report.Took.TotalSeconds:N1} s: {report.Written:N0} files written, {report.Kept:N0} there already.");
            Console.WriteLine("It is verified with: ledger-verify log FOLDER --key VKEY");
            return true;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Interrupted. What was written stays; run the same command again to go on.");
            return false;
        }
        catch (Exception e) when (e is NoExport or LogBroken or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(e.Message);
            return false;
        }
    }
}
